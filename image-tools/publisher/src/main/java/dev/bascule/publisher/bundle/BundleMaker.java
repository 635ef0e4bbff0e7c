package dev.bascule.publisher.bundle;

import dev.bascule.image.Sha256;
import dev.bascule.image.bundle.BundleIndex;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.ExpiredException;
import dev.bascule.image.tuf.TufException;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.repository.RefusedException;
import dev.bascule.publisher.repository.Rehearsal;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/**
 * Makes a bundle of images that a repository publishes. The same repository gives the same bytes.
 *
 * <p>Power cut: at the bundle's name there is the file before or the whole new one, verified; beside it maybe one with
 * {@code .new} behind its name, which the next run writes over.
 */
public final class BundleMaker {

  private final Path repository;
  private final Instant now;

  /**
   * Makes bundles of a repository.
   *
   * @param now the time that expiry is compared with
   */
  public BundleMaker(Path repository, Instant now) {
    this.repository = repository;
    this.now = now;
  }

  /**
   * A bundle that was made.
   *
   * @param length of the whole file in bytes
   */
  public record Made(BundleIndex index, long length, Sha256 sha256) {}

  /**
   * Makes a bundle.
   *
   * @param images at least one
   * @throws RefusedException if a device would refuse what came out; there is no bundle then
   */
  public Made make(Path bundle, List<BundledImage> images, Progress progress) throws IOException {
    Path beside = bundle.resolveSibling(bundle.getFileName() + ".new");
    try {
      BundleIndex index = BundlePlan.of(repository, images, now);
      Made made = write(index, beside, progress);
      byte[] anchor = Rehearsal.anchor(new DirectoryOrigin(repository));
      try (ProgressTask task = progress.start("verifying the bundle", index.length())) {
        BundleCheck.require(beside, images, anchor, now, task);
      }
      Files.move(beside, bundle, StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      flushDirectory(bundle.toAbsolutePath().resolveSibling("."));
      return made;
    } catch (ExpiredException e) {
      throw refused(RefusedException.Reason.EXPIRED,
          e.getMessage() + ". Renew it with: bascule-image refresh --role " + e.subject(), e);
    } catch (TufException e) {
      throw refused(RefusedException.Reason.DEVICE_REFUSES,
          "a device would refuse this bundle (" + e.reason() + "): " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private Made write(BundleIndex index, Path file, Progress progress) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    Files.deleteIfExists(file);
    try (ProgressTask task = progress.start("writing the bundle", index.length());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest);
      BundleWriter.write(index, repository, new Unclosed(out), task);
      channel.force(true);
      return new Made(index, channel.size(), Sha256.of(digest.digest()));
    }
  }

  private static void flushDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static RefusedException refused(RefusedException.Reason reason, String message,
      TufException cause) {
    RefusedException refused = new RefusedException(reason, message);
    refused.initCause(cause);
    return refused;
  }

  /** Stays open when the archive is closed, to be made durable. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
