package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.origin.Body;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads a target's file as a device does, and compares it with what is signed. */
public final class TargetContent {

  private static final int BUFFER = 256 << 10;

  private TargetContent() {}

  /**
   * Reads a file to its signed end.
   *
   * @param progress is told the number of bytes read, as they are
   * @throws RefusedException if it is missing, shorter or longer, or another
   */
  public static void require(Repository repository, Target target, LongConsumer progress)
      throws IOException {
    Optional<Body> body = repository.openTarget(target, 0);
    if (body.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.TARGET_MISSING, target.path()
          + ": " + target.role() + " lists it, but there is no file " + target.repositoryPath()
          + " in " + repository.targets().name());
    }
    try (InputStream in = body.get().stream()) {
      require(in, target, progress);
    }
  }

  private static void require(InputStream in, Target target, LongConsumer progress)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    for (int read = in.read(buffer); read >= 0 && length <= target.length(); read = in
        .read(buffer)) {
      digest.update(buffer, 0, read);
      length += read;
      progress.accept(read);
    }
    if (length != target.length()) {
      throw differs(target, target.length() + " bytes",
          length > target.length() ? "more" : Long.toString(length));
    }
    Sha256 found = Sha256.of(digest.digest());
    Optional<Sha256> expected = target.sha256();
    if (expected.isEmpty() || !found.equals(expected.get())) {
      throw differs(target, "SHA-256 " + expected.map(Sha256::toString).orElse("(none listed)"),
          found.toString());
    }
  }

  private static RefusedException differs(Target target, String expected, String found) {
    return new RefusedException(RefusedException.Reason.TARGET_DIFFERS, target.path()
        + ": expected " + expected + ", found " + found + "; restore " + target.repositoryPath()
        + " from a copy");
  }
}
