package dev.bascule.updater.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.image.catalog.Seed;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.config.PlainConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSeedTest {

  @TempDir
  private Path root;

  @BeforeEach
  void makeADevice() throws IOException {
    Files.createDirectories(root.resolve("etc/bascule"));
    configure("");
    Files.writeString(root.resolve("etc/machine-id"), "one\n");
    boot();
  }

  @Test
  void keepsItsPlaceInRolloutsForLife() throws IOException {
    Seed first = DeviceSeed.lasting(configuration());
    Sha256 firstBoot = DeviceSeed.ofBoot(configuration());
    boot();
    Files.writeString(root.resolve("etc/machine-id"), "transient\n");

    assertThat(DeviceSeed.lasting(configuration())).isEqualTo(first);
    assertThat(DeviceSeed.ofBoot(configuration())).isNotEqualTo(firstBoot);
    assertThat(root.resolve("var/lib/bascule/seed")).hasContent(first.device() + "\n");
  }

  @Test
  void isAnotherOnEachDeviceThoughTheirImageIsTheSame() throws IOException {
    Seed first = DeviceSeed.lasting(configuration());
    Files.delete(root.resolve("var/lib/bascule/seed"));

    assertThat(DeviceSeed.lasting(configuration())).isNotEqualTo(first);
  }

  @Test
  void drawsAgainWhereWhatIsKeptIsDamaged() throws IOException {
    DeviceSeed.lasting(configuration());
    Path file = Files.writeString(root.resolve("var/lib/bascule/seed"), "torn");
    Seed again = DeviceSeed.lasting(configuration());

    assertThat(file).hasContent(again.device() + "\n");
  }

  @Test
  void isWhatTheConfigurationSays() throws IOException {
    configure("seed = \"0001\"");

    assertThat(DeviceSeed.lasting(configuration()))
        .isEqualTo(new Seed(Sha256.digest("0001".getBytes(StandardCharsets.UTF_8))));
    assertThat(root.resolve("var/lib/bascule/seed")).doesNotExist();
  }

  @Test
  void goesByTheMachinesIdWhereNothingCanBeKept() throws IOException {
    Files.createDirectories(root.resolve("var/lib"));
    Files.writeString(root.resolve("var/lib/bascule"), "no directory");

    assertThat(DeviceSeed.lasting(configuration()))
        .isEqualTo(new Seed(Sha256.digest("one".getBytes(StandardCharsets.UTF_8))));
  }

  private void boot() throws IOException {
    Path file = root.resolve("proc/sys/kernel/random/boot_id");
    Files.createDirectories(file.getParent());
    Files.writeString(file, UUID.randomUUID() + "\n");
  }

  private void configure(String more) throws IOException {
    PlainConfiguration.write(root, more);
  }

  private Configuration configuration() throws IOException {
    return ConfigurationFiles.read(root);
  }
}
