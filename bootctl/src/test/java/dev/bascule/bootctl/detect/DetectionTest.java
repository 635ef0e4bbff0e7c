package dev.bascule.bootctl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.detect.Detection.None;
import dev.bascule.bootctl.detect.Detection.One;
import dev.bascule.bootctl.detect.Detection.Several;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DetectionTest {
  @TempDir
  Path directory;
  private TestHost host;
  private Path root;

  @BeforeEach
  void makeDevice() throws IOException {
    host = TestHost.in(directory);
    root = Files.createDirectory(directory.resolve("root"));
  }

  private Detection detect() {
    return Detection.of(new FactReader(host.host(), root).read());
  }

  private void file(String path) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "");
  }

  private void property(String path, String value) throws IOException {
    var file = directory.resolve("proc/device-tree").resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, value + "\0");
  }

  private void variable(String name, String text) throws IOException {
    var efivars = Files.createDirectories(directory.resolve("sys/firmware/efi/efivars"));
    byte[] value = ("\7\0" + text + "\0").getBytes(StandardCharsets.UTF_16LE);
    Files.write(efivars.resolve(name + "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"), value);
  }

  @Test
  void knowsNothingOfAnEmptyMachine() {
    assertThat(detect()).isInstanceOf(None.class);
    assertThat(detect().explanation()).contains("say which in the configuration");
  }

  @Test
  void takesSystemdBootAtItsWordWhateverElseIsThere() throws Exception {
    variable("LoaderInfo", "systemd-boot 252.39-1");
    file("boot/grub/grubenv");

    assertThat(detect()).asInstanceOf(type(One.class)).returns("systemd-boot", One::loader);
    assertThat(detect().explanation()).contains("LoaderInfo is systemd-boot 252.39-1");
  }

  @Test
  void doesNotTakeTheFirmwareForTheLoaderThatItStarts() throws Exception {
    variable("OsIndications", "");
    assertThat(detect()).asInstanceOf(type(One.class)).returns("efi", One::loader);

    file("boot/grub/grubenv");
    assertThat(detect()).asInstanceOf(type(One.class)).returns("grub", One::loader);
  }

  @Test
  void tellsBareboxFromItsStateAndAndroidFromItsParameter() throws Exception {
    property("aliases/state", "/state");
    property("state/compatible", "barebox,state");
    assertThat(detect()).asInstanceOf(type(One.class)).returns("barebox", One::loader);

    host.commandLine("androidboot.slot_suffix=_a");
    assertThat(detect()).asInstanceOf(type(One.class)).returns("android", One::loader);
  }

  @Test
  void refusesToChooseBetweenARaspberryPisFirmwareAndUBoot() throws Exception {
    file("boot/firmware/autoboot.txt");
    property("chosen/bootloader/tryboot", "\0\0\0");
    assertThat(detect()).asInstanceOf(type(One.class)).returns("raspberrypi", One::loader);

    property("chosen/u-boot,version", "2024.01");

    assertThat(detect()).asInstanceOf(type(Several.class))
        .returns(List.of("raspberrypi", "uboot"), Several::loaders);
    assertThat(detect().explanation()).contains("raspberrypi or uboot", "2024.01");
  }

  @Test
  void refusesToChooseBetweenTwoThatAreMerelyThere() throws Exception {
    file("etc/fw_env.config");
    file("boot/grub/grubenv");

    assertThat(detect()).asInstanceOf(type(Several.class))
        .returns(List.of("grub", "uboot"), Several::loaders);
  }

  /** Any set of facts: one loader is chosen only if nothing else of its worth speaks for another. */
  @Test
  void neverChoosesOneOfTwoThatCouldBeMeant() {
    for (var facts : everything().toList()) {
      var signs = facts.signs();
      var strongest = signs.stream().map(Sign::strength).min(Enum::compareTo);
      var meant = signs.stream()
          .filter(sign -> sign.strength() == strongest.orElseThrow())
          .map(Sign::loader)
          .filter(loader -> !loader.equals("efi"))
          .distinct()
          .toList();

      switch (Detection.of(facts)) {
        case One(var loader, _) -> {
          assertThat(meant.size()).as("%s", facts).isLessThan(2);
          assertThat(signs).as("%s", facts).anyMatch(sign -> sign.loader().equals(loader));
        }
        case Several(var loaders, _) -> assertThat(loaders).as("%s", facts).hasSizeGreaterThan(1);
        case None() -> assertThat(signs).isEmpty();
      }
    }
  }

  private static Stream<DeviceFacts> everything() {
    return IntStream.range(0, 1 << 9)
        .mapToObj(bits -> new DeviceFacts(
            bit(bits, 0) ? Optional.of("systemd-boot 255") : Optional.empty(),
            bit(bits, 1), bit(bits, 2) ? Set.of("bootchooser.active") : Set.of(),
            bit(bits, 3) ? Optional.of("2024.01") : Optional.empty(),
            bit(bits, 4), bit(bits, 5), bit(bits, 6),
            bit(bits, 7) ? List.of("sda 2 ROOT-A") : List.of(),
            bit(bits, 8) ? DeviceFacts.FILES : List.of("boot/autoboot.txt")));
  }

  private static boolean bit(int bits, int number) {
    return ((bits >> number) & 1) != 0;
  }
}
