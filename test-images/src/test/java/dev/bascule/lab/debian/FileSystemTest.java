package dev.bascule.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSystemTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir
  Path directory;

  @Test
  void sameTreeGivesTheSameErofsBytes() throws IOException {
    Needs.tools(new Tool("mkfs.erofs", "erofs-utils"), new Tool("fsck.erofs", "erofs-utils"));
    Path one = makeTree("one");
    Path two = makeTree("two");

    FileSystem.EROFS.writeVolume(one, directory.resolve("1.erofs"), TIME);
    FileSystem.EROFS.writeVolume(two, directory.resolve("2.erofs"), TIME);

    assertThat(directory.resolve("1.erofs")).hasSameBinaryContentAs(directory.resolve("2.erofs"));
    new Tool("fsck.erofs", "erofs-utils").command(directory.resolve("1.erofs").toString()).run();
  }

  @Test
  void ext4VolumePassesItsOwnCheck() throws IOException {
    Needs.tools(new Tool("mke2fs", "e2fsprogs"), new Tool("e2fsck", "e2fsprogs"));
    Path volume = directory.resolve("volume.ext4");

    FileSystem.EXT4.writeVolume(makeTree("tree"), volume, TIME);

    new Tool("e2fsck", "e2fsprogs").command("-f", "-n", volume.toString()).run();
  }

  private Path makeTree(String name) throws IOException {
    Path tree = Files.createDirectories(directory.resolve(name));
    Files.createDirectories(tree.resolve("usr/bin"));
    Files.writeString(tree.resolve("usr/bin/program"), "content\n".repeat(2000));
    Files.createLink(tree.resolve("usr/bin/also"), tree.resolve("usr/bin/program"));
    Files.createSymbolicLink(tree.resolve("bin"), Path.of("usr/bin"));
    return tree;
  }
}
