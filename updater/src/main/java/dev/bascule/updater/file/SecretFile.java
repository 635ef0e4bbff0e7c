package dev.bascule.updater.file;

import dev.bascule.updater.UpdaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A file with a secret. */
public final class SecretFile {

  private SecretFile() {}

  /**
   * Refuses a file that is no secret.
   *
   * @throws UpdaterException if anybody can read or write it
   */
  public static void require(Path file) throws IOException {
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      if (permission == PosixFilePermission.OTHERS_READ
          || permission == PosixFilePermission.OTHERS_WRITE) {
        throw new UpdaterException(file + ": anybody can read or write it", "chmod 600 " + file);
      }
    }
  }
}
