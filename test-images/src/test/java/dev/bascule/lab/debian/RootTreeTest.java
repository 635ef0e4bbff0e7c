package dev.bascule.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootTreeTest {

  @TempDir
  Path directory;

  @BeforeEach
  void makeTree() throws IOException {
    Files.createDirectories(directory.resolve("etc/ssh"));
    Files.createDirectories(directory.resolve("usr/share/doc/less"));
    Files.writeString(directory.resolve("etc/passwd"), "root");
    Files.writeString(directory.resolve("etc/passwd-"), "old");
    Files.writeString(directory.resolve("etc/machine-id"), "0123");
    Files.writeString(directory.resolve("usr/share/doc/less/copyright"), "text");
    Files.createSymbolicLink(directory.resolve("etc/mtab"), Path.of("/proc/mounts"));
  }

  @Test
  void cleaningRemovesWhatMatchesAndNothingElse() throws IOException {
    new RootTree(directory).clean(List.of("etc/*-", "usr/share/doc", "var/log/*"));

    assertThat(directory.resolve("etc/passwd-")).doesNotExist();
    assertThat(directory.resolve("usr/share/doc")).doesNotExist();
    assertThat(directory.resolve("usr/share")).isEmptyDirectory();
    assertThat(directory.resolve("etc/passwd")).hasContent("root");
  }

  @Test
  void cleaningRemovesALinkAndNotItsTarget(@TempDir Path elsewhere) throws IOException {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "content");
    Files.createSymbolicLink(directory.resolve("etc/link"), elsewhere);

    new RootTree(directory).clean(List.of("etc/link"));

    assertThat(directory.resolve("etc/link")).doesNotExist();
    assertThat(kept).hasContent("content");
  }

  @Test
  void cleaningLeavesAnEmptyMachineId() throws IOException {
    new RootTree(directory).clean(List.of("etc/machine-id"));

    assertThat(directory.resolve("etc/machine-id")).exists().isEmptyFile();
  }

  @Test
  void clampingMakesYoungerThingsOlderAndLeavesOlderThings() throws IOException {
    Instant limit = Instant.parse("2026-01-01T00:00:00Z");
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(directory.resolve("etc/passwd"), old);

    new RootTree(directory).clampTimes(limit);

    assertThat(modified("etc/passwd")).isEqualTo(old);
    assertThat(modified("etc/passwd-")).isEqualTo(FileTime.from(limit));
    assertThat(modified("etc/mtab")).isEqualTo(FileTime.from(limit));
    assertThat(modified("etc")).isEqualTo(FileTime.from(limit));
  }

  private FileTime modified(String path) throws IOException {
    return Files.getLastModifiedTime(directory.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }
}
