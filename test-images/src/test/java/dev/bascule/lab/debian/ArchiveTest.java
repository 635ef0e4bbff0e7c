package dev.bascule.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchiveTest {

  private static final List<String> TARGETS = List.of(
      "Debian\tDebian\thttp://mirror.example/debian/",
      "Debian\tDebian-Security\thttp://mirror.example/debian-security/");

  @Test
  void sourcesOfTheUpdatedEditionTakeSecurityFromItsOwnArchive() throws IOException {
    assertThat(Archive.of(TARGETS).sources(Edition.AFTER)).containsExactly(
        "deb http://mirror.example/debian/ bookworm main",
        "deb http://mirror.example/debian/ bookworm-updates main",
        "deb http://mirror.example/debian-security/ bookworm-security main");
  }

  @Test
  void sourcesOfTheFirstEditionAreTheReleaseAlone() throws IOException {
    assertThat(Archive.of(TARGETS).sources(Edition.BEFORE))
        .containsExactly("deb http://mirror.example/debian/ bookworm main");
  }

  @Test
  void refusesSourcesWithoutSecurityUpdates() {
    assertThatIOException()
        .isThrownBy(() -> Archive.of(TARGETS.subList(0, 1)))
        .withMessageContaining("Debian-Security")
        .withMessageContaining("apt-get update");
  }
}
