package dev.bascule.publisher.build;

import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.verity.VerityParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A volume to build from: a raw file for a role. Its size is rounded up to whole blocks of 4096 bytes; the bytes
 * beyond the file are zeros, in the volume as in its digests.
 */
public record VolumeSource(String role, Path file) {

  /**
   * Reads {@code role=file}.
   *
   * @throws IllegalArgumentException if there is no {@code =} in it
   */
  public static VolumeSource parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "volume: expected ROLE=FILE such as root=rootfs.erofs, found " + text);
    }
    return new VolumeSource(text.substring(0, equals), Path.of(text.substring(equals + 1)));
  }

  /** How the volume is cut into tiles of a size. */
  TileLayout layout(int tileSize) throws IOException {
    long length = Files.size(file);
    if (length == 0) {
      throw new IOException(file + ": is empty; a volume has at least one byte");
    }
    long block = VerityParameters.BLOCK_SIZE;
    return new TileLayout((length + block - 1) / block * block, tileSize);
  }
}
