package dev.bascule.lab.system;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * dm-verity's hashes behind the volume that they are of, as veritysetup makes them.
 *
 * @param rootHash in hexadecimal digits
 * @param dataBytes how long the volume is: where the hashes begin, with a block that says what they are
 */
record HashTree(String rootHash, long dataBytes) {

  private static final int BLOCK = 4096;
  private static final int SECTOR = 512;
  private static final Pattern ROOT_HASH = Pattern.compile("Root hash:\\s+([0-9a-f]{64})");

  /** Puts the hashes of a volume behind it, and zeros before them where its last block is not full. */
  static HashTree append(Path volume) throws IOException {
    long bytes = Math.ceilDiv(Files.size(volume), BLOCK) * BLOCK;
    try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
      file.setLength(bytes);
    }
    String said = new Tool("veritysetup", "cryptsetup-bin")
        .command("format", "--salt=" + FullSystem.SALT, "--uuid=" + FullSystem.UUID,
            "--hash-offset=" + bytes, volume.toString(), volume.toString())
        .run()
        .output();
    Matcher hash = ROOT_HASH.matcher(said);
    if (!hash.find()) {
      throw new IOException("veritysetup: expected a root hash, found " + said);
    }
    return new HashTree(hash.group(1), bytes);
  }

  /**
   * The line by which the device mapper opens the volume, as the kernel's documentation of dm-verity has it. A block that
   * does not fit its hash is not read around: the kernel panics.
   *
   * @param device where volume and hashes are
   */
  String table(String device) {
    return "0 %d verity 1 %s %s %d %d %d %d sha256 %s %s 1 panic_on_corruption".formatted(
        dataBytes / SECTOR, device, device, BLOCK, BLOCK, dataBytes / BLOCK, dataBytes / BLOCK + 1,
        rootHash, FullSystem.SALT);
  }
}
