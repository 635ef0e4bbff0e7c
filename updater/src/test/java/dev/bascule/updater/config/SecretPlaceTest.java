package dev.bascule.updater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretPlaceTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path root;

  @Test
  void isAFileOfTheDevicesOwnOrACredentialOfTheUnits() throws IOException {
    DeviceSettings device = device();

    assertThat(SecretPlace.parse("/etc/bascule/device.key", device, "/run/credentials/x.service"))
        .isEqualTo(root.resolve("etc/bascule/device.key"));
    assertThat(SecretPlace.parse("credential:device.key", device, "/run/credentials/x.service"))
        .isEqualTo(Path.of("/run/credentials/x.service/device.key"));
    assertThat(SecretPlace.parse("credential:device.key", device, null)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"credential:", "credential:../shadow", "credential:a/b", "credential:.",
      "credential:..", "device.key", "Credential:x", "credential:a b"})
  void isNothingElse(String text) throws IOException {
    DeviceSettings device = device();
    assertThatThrownBy(() -> SecretPlace.parse(text, device, "/run/credentials/x.service"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DeviceSettings device() throws IOException {
    return PlainConfiguration.write(root, "").device();
  }
}
