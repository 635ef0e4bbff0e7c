package dev.bascule.lab.demo;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.origin.PieceStream;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.disk.DiskImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a device sees of its own root: the directory below which {@code usr} is the booted slot's. A kernel would mount
 * the slot; here the few files that matter are taken out of it, from the disk, at each boot.
 */
final class RunningSystem {

  private static final Set<String> NEEDED = Set.of(
      SystemImage.OS_RELEASE, SystemImage.TRUSTED_ROOT, SystemImage.CHECK);

  private final Path root;

  RunningSystem(Path root) {
    this.root = root;
  }

  /** Makes {@code usr} what a slot holds. */
  void mount(DiskImage disk, Slot slot) throws IOException {
    new FileTree(root.resolve("usr")).delete();
    int found = 0;
    try (Volume volume = disk.open(slot, Access.READ);
        TarArchiveInputStream tar = new TarArchiveInputStream(new VolumeStream(volume))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null
          && found < NEEDED.size(); entry = tar.getNextEntry()) {
        if (NEEDED.contains(entry.getName())) {
          Path file = root.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          file.toFile().setExecutable(true);
          found++;
        }
      }
    }
    if (found < NEEDED.size()) {
      throw new IOException(
          "slot " + slot + " holds no demo system: found " + found + " of " + NEEDED);
    }
  }

  /** A volume's bytes from the first one on. */
  private static final class VolumeStream extends PieceStream {
    private final Volume volume;
    private long position;

    VolumeStream(Volume volume) {
      this.volume = volume;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = (int) Math.min(length, volume.size() - position);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }
      ByteBuffer buffer = ByteBuffer.allocateDirect(count);
      volume.read(position, buffer);
      buffer.flip().get(bytes, offset, count);
      position += count;
      return count;
    }
  }
}
