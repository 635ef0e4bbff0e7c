package dev.bascule.bootctl.sys;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.ExternalTool;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens an environment in a Java of its own, in which the dynamic linker finds no libubootenv. */
public final class WithoutLibrary {
  private WithoutLibrary() {}

  /** What that Java says. */
  public static String run(Path directory, Path config) throws Exception {
    var broken = Files.createDirectories(directory.resolve("broken"));
    Files.writeString(broken.resolve("libubootenv.so.0"), "no library");
    return ExternalTool.require("env")
        .run("LD_LIBRARY_PATH=" + broken,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "--enable-native-access=ALL-UNNAMED", "-Djna.platform.library.path=" + broken, "-cp",
            System.getProperty("java.class.path"), WithoutLibrary.class.getName(), config);
  }

  public static void main(String[] arguments) {
    try (var library = LibUbootEnv.open(Path.of(arguments[0]))) {
      System.out.println("opened: " + library.variables());
    } catch (BootException e) {
      System.out.println(e.getMessage() + "\n" + e.remedy());
    }
  }
}
