package dev.bascule.updater.slot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.image.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsReleaseTest {

  @ParameterizedTest
  @ValueSource(strings = {"IMAGE_VERSION=1.2.0", "IMAGE_VERSION=\"1.2.0\"", "IMAGE_VERSION='1.2.0'",
      "NAME=x\nIMAGE_VERSION=1.1.0\nIMAGE_VERSION=1.2.0\n# IMAGE_VERSION=9.9.9"})
  void readsTheImagesVersion(String text) {
    assertThat(OsRelease.parse(text)).contains(Version.parse("1.2.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "VERSION_ID=12", "IMAGE_VERSION=", "IMAGE_VERSION=\"",
      "IMAGE_VERSION=12"})
  void knowsNothingOtherwise(String text) {
    assertThat(OsRelease.parse(text)).isEmpty();
  }

  @Test
  void looksInBothPlaces() throws IOException {
    Path root = Jimfs.newFileSystem(Configuration.unix()).getPath("/");
    assertThat(OsRelease.imageVersion(root)).isEmpty();

    Files.createDirectories(root.resolve("usr/lib"));
    Files.writeString(root.resolve("usr/lib/os-release"), "IMAGE_VERSION=1.2.0\n");
    assertThat(OsRelease.imageVersion(root)).contains(Version.parse("1.2.0"));

    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/os-release"), "IMAGE_VERSION=1.3.0\n");
    assertThat(OsRelease.imageVersion(root)).contains(Version.parse("1.3.0"));
  }
}
