package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.durable.Folder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * One of Mender's two environments: a directory with the variables in {@code env}, and in {@code lock}
 * whether they are being written.
 *
 * @param directory {@code mender_grubenv1} or {@code mender_grubenv2}
 */
record MenderCopy(Folder directory) {
  static final String ENV = "env";
  static final String LOCK = "lock";
  static final String LOCK_SUM = "lock.sha256sum";
  static final String EDITING = "editing";

  /** Whether the lock says that the variables are whole, as Mender's script reads it. */
  boolean settled() throws IOException {
    return GrubCopy.read(new GrubFile(directory, LOCK),
        Optional.empty()) instanceof GrubCopy.Valid(var block)
        && "0".equals(block.variables().get(EDITING));
  }

  GrubCopy read() throws IOException {
    return GrubCopy.read(new GrubFile(directory, ENV), Optional.empty());
  }

  /**
   * Writes the variables between two writes of the lock.
   *
   * <p>Power cut: the lock says that they are being written, or is gone, and the script takes the other
   * copy; or it says that they are whole, and they are, old or new.
   */
  void write(GrubBlock block) throws IOException {
    byte[] content = block.encode();
    byte[] settled = lock("0");
    var lock = new GrubFile(directory, LOCK);
    lock.write(lock("1"));
    new GrubFile(directory, ENV).write(content);
    lock.write(settled);
    byte[] sum = (HexFormat.of().formatHex(sha256(settled)) + "  " + LOCK + "\n")
        .getBytes(StandardCharsets.US_ASCII);
    var stored = directory.read(LOCK_SUM, GrubBlock.MAX_SIZE);
    if (stored.isEmpty() || !Arrays.equals(stored.get(), sum)) {
      directory.replace(LOCK_SUM, sum);
    }
  }

  private byte[] lock(String editing) throws IOException {
    var block = GrubCopy.read(new GrubFile(directory, LOCK),
        Optional.empty()) instanceof GrubCopy.Valid(var found)
            ? found
            : GrubBlock.blank(GrubBlock.USUAL_SIZE);
    return block.with(Map.of(EDITING, Optional.of(editing))).encode();
  }

  private static byte[] sha256(byte[] bytes) throws BootException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new BootException("this Java has no SHA-256", "use a complete Java runtime", e);
    }
  }
}
