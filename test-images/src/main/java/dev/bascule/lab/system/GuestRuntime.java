package dev.bascule.lab.system;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.pack.JavaRuntime;
import dev.bascule.lab.process.JarDirectory;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Our commands in a guest's root: a Java runtime that has only what they need, their jars, and their launchers. */
final class GuestRuntime {

  private static final String JAVA = "opt/java";
  private static final String PLACE = "opt/bascule";
  private static final String UPDATER = "dev.bascule.updater.cli.Main";
  private static final String BOOTCTL = "dev.bascule.bootctl.cli.Main";

  private static final long MIB = 1 << 20;

  private final Path root;

  private GuestRuntime(Path root) {
    this.root = root;
  }

  /** Puts all of it into a root. */
  static void install(Path root, JavaProgram program, Path cache, Progress progress)
      throws IOException {
    GuestRuntime runtime = new GuestRuntime(root);
    runtime.addJava(cache, progress);
    List<String> jars = runtime.addJars(program.jar());
    Path bench = Files.createTempDirectory(root.getParent(), "bench");
    Path factory = Files.write(bench.resolve("factory"), new byte[4096]);
    DiskImage disk = DiskImage.create(bench.resolve("disk"), DiskPlan.forVolume(MIB), factory);
    Device device = Device.assemble(bench.resolve("device"), disk.file(), "lab-board",
        "file:///nowhere/", program);
    device.powerOn();
    runtime.addCommand("bascule", UPDATER, jars, List.of("--root", device.root().toString()));
    runtime.addCommand("bascule-bootctl", BOOTCTL, jars, List.of("--loader", "gpt", "--disk",
        disk.file().toString(), "--a", "PARTLABEL=ROOT-A", "--b", "PARTLABEL=ROOT-B"));
    new FileTree(bench).delete();
  }

  private void addJava(Path cache, Progress progress) throws IOException {
    Path runtime = JavaRuntime.get(cache, progress);
    Files.createDirectories(root.resolve("opt"));
    new FileTree(runtime).copyTo(root.resolve(JAVA));
    Programs programs = new Programs(root);
    programs.addLibraries(root.resolve(JAVA).resolve("bin/java"));
    try (Stream<Path> files = Files.walk(root.resolve(JAVA).resolve("lib"))) {
      for (Path library : files.filter(file -> file.toString().endsWith(".so")).toList()) {
        programs.addLibraries(library);
      }
    }
  }

  /** Returns the jars' names, the program's own first. */
  private List<String> addJars(Path program) throws IOException {
    Path place = Files.createDirectories(root.resolve(PLACE));
    List<Path> jars = new ArrayList<>(List.of(program));
    try (Stream<Path> libraries = Files.list(program.resolveSibling("lib"))) {
      libraries.sorted().forEach(jars::add);
    }
    for (Path jar : jars) {
      Files.copy(jar, place.resolve(jar.getFileName()),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    return jars.stream().map(jar -> String.valueOf(jar.getFileName())).toList();
  }

  /**
   * Adds a command, with its classes as the virtual machine has them in memory: a start takes half the time where they
   * need not be parsed. Which they are is seen in one run of its {@code status}.
   */
  private void addCommand(String name, String main, List<String> jars, List<String> device)
      throws IOException {
    String archive = "/" + PLACE + "/" + name + ".aot";
    new JarDirectory(root.resolve(PLACE)).makeCache(Path.of(root + archive), flags -> {
      List<String> line = new ArrayList<>(List.of(root.resolve(JAVA).resolve("bin/java").toString(),
          "-Xlog:disable", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
          "-Djdk.util.jar.enableMultiRelease=false", "--enable-native-access=ALL-UNNAMED"));
      line.addAll(flags);
      line.addAll(List.of("-cp", JarDirectory.classPath(jars), main, "status"));
      line.addAll(device);
      return line;
    });
    String text = Script.LAUNCH.text()
        .replace("@ARCHIVE@", archive)
        .replace("@CLASSPATH@", JarDirectory.classPath(jars))
        .replace("@MAIN@", main)
        .replace("@OPENED@", JarDirectory.opened("/" + PLACE));
    Script.write(root.resolve("bin").resolve(name), text);
  }
}
