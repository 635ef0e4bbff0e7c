package dev.bascule.bootctl.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Slot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoaderReaderTest {
  private static final Map<String, String> ENOUGH = Map.of("disk", "/dev/vda", "program", "/bin/p",
      "variable", "rootpart", "names", "2,3");

  @ParameterizedTest
  @EnumSource
  void readsEveryLoaderAndNamesItAsItWasAskedFor(LoaderName loader) {
    var config = new LoaderReader<>(new Written(ENOUGH)).read(loader);

    assertThat(config.name()).isEqualTo(loader.toString());
    assertThat(LoaderName.parse(config.name())).isEqualTo(loader);
  }

  @ParameterizedTest
  @CsvSource({"GPT,disk", "UBOOT_SWUPDATE,names", "COMMAND,program", "EFI,names",
      "SYSTEMD_BOOT,names"})
  void asksForWhatHasNoUsualPlace(LoaderName loader, String key) {
    assertThatThrownBy(() -> new LoaderReader<>(new Written(Map.of())).read(loader))
        .hasMessageStartingWith(key + ": expected ")
        .hasMessageEndingWith("found nothing");
  }

  @ParameterizedTest
  @EnumSource(names = {"GRUB_MENDER", "UBOOT_MENDER", "RASPBERRYPI"})
  void refusesAPartitionThatIsNoNumber(LoaderName loader) {
    for (var names : List.of("A,B", "0,1", "2,129", "2,-3", "2,0x3")) {
      assertThatThrownBy(() -> new LoaderReader<>(new Written(Map.of("names", names))).read(loader))
          .hasMessageStartingWith("names: expected two partitions' numbers");
    }
  }

  @Test
  void takesTheUsualPlacesWhereNothingIsSaid() {
    var reader = new LoaderReader<>(new Written(Map.of()));

    assertThat(reader.read(LoaderName.GRUB)).isEqualTo(new LoaderConfig.Grub(
        Path.of("/boot/grub/grubenv"), Optional.empty(), "A", "B", "root A", "root B"));
    assertThat(reader.read(LoaderName.UBOOT)).isEqualTo(
        new LoaderConfig.Uboot(Path.of("/etc/fw_env.config"), "A", "B", "root A", "root B"));
    assertThat(reader.read(LoaderName.BAREBOX))
        .isEqualTo(new LoaderConfig.Barebox("state", "system0", "system1", "root A", "root B"));
  }

  /** Settings as they are written. */
  private record Written(Map<String, String> values)
      implements
        LoaderSettings<IllegalArgumentException> {
    @Override
    public String root(Slot slot) {
      return "root " + slot;
    }

    @Override
    public Optional<Path> path(String key) {
      return text(key).map(Path::of);
    }

    @Override
    public Optional<String> text(String key) {
      return Optional.ofNullable(values.get(key));
    }

    @Override
    public Optional<List<String>> names() {
      return text("names").map(both -> List.of(both.split(",", -1)));
    }

    @Override
    public Duration limit() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Path memory() {
      return Path.of("/memory");
    }

    @Override
    public IllegalArgumentException wrong(String key, String expected, String found) {
      return new IllegalArgumentException(key + ": expected " + expected + ", found " + found);
    }
  }
}
