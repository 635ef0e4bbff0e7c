package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** U-Boot as boards in the field have it: the environment is on the medium, in two copies. */
public record UbootCard(Checkout checkout, UbootBuild build, UbootConvention convention)
    implements
      LoaderSetup {

  @Override
  public String name() {
    return convention.laboratory();
  }

  @Override
  public Firmware firmware(Path directory) {
    return new Firmware.UbootCard(build.program());
  }

  @Override
  public void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException {
    build.make();
    String script = convention.script(checkout)
        .replace("root=PARTLABEL=root-", "root=PARTLABEL=ROOT-")
        .replace("panic=30", Kernel.ARM_OPTIONS);
    new UbootScript(script).compile(esp.resolve("boot.scr"), "arm64");
    Path config = disk.file().resolveSibling(Path.of(ENVIRONMENT).getFileName());
    Files.writeString(config, UbootBuild.COPIES.stream()
        .map(at -> "%s 0x%x 0x%x%n".formatted(disk.file(), at, UbootBuild.COPY_BYTES))
        .collect(Collectors.joining()), StandardCharsets.UTF_8);
  }

  /** For our commands on the disk: none of the guests for this processor has them. */
  @Override
  public String configuration() {
    String place = convention == UbootConvention.ANDROID
        ? "misc = \"" + MISC + "\"\n"
        : "environment = \"" + ENVIRONMENT + "\"\n";
    return "loader = \"" + convention.loader() + "\"\n" + place + convention.settings()
        .entrySet()
        .stream()
        .map(setting -> setting.getKey() + " = " + toml(setting.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public OptionalInt startsOfConfirmed() {
    return convention == UbootConvention.RAUC
        ? OptionalInt.of(UbootConvention.RAUC_TRIES)
        : OptionalInt.empty();
  }

  @Override
  public boolean beginsAnew() {
    return convention == UbootConvention.RAUC;
  }

  @Override
  public String bootctlOptions() {
    String place = convention == UbootConvention.ANDROID
        ? " --misc " + MISC
        : " --environment " + ENVIRONMENT;
    String settings = convention.settings()
        .entrySet()
        .stream()
        .map(setting -> " --" + setting.getKey() + " " + String.join(",", setting.getValue()))
        .collect(Collectors.joining());
    return "--loader " + convention.loader() + place + settings
        + " --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B";
  }

  private static String toml(List<String> words) {
    String quoted = words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
    return words.size() == 1 ? quoted : "[" + quoted + "]";
  }
}
