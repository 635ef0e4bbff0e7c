package dev.bascule.publisher.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read: mode 0600. */
final class OwnerOnly {

  private static final Set<PosixFilePermission> OWNER = Set.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE);

  private OwnerOnly() {}

  /**
   * Refuses a file that others may read or change.
   *
   * @throws KeyException with the command that puts it right
   */
  static void require(Path file) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(mode);
    others.removeAll(OWNER);
    if (!others.isEmpty()) {
      throw new KeyException(file.toString(),
          "expected a file for its owner alone (rw-------), found "
              + PosixFilePermissions.toString(mode) + "; if the secret is still one: chmod 600 "
              + file);
    }
  }

  /**
   * Writes a new file with mode 0600 and flushes it. A power cut leaves no file or one that ends early.
   *
   * @throws KeyException if the file exists
   */
  static void writeNew(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file,
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining();) {
        channel.write(rest);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      KeyException refused = new KeyException(file.toString(),
          "exists already; a key is never overwritten, choose another name or directory");
      refused.initCause(e);
      throw refused;
    }
  }
}
