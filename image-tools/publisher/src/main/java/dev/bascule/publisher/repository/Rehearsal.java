package dev.bascule.publisher.repository;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.ExpiredException;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.TufException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Lets the device's own client take up a staged edition, before anything is published: a device that has seen the
 * published edition, and one that is new. Both trust the very first root.
 */
public final class Rehearsal {

  private final RepositoryLayout layout;
  private final Path scratch;
  private final Origin published;
  private final Origin staged;
  private final Instant now;

  Rehearsal(RepositoryLayout layout, Staging staging, Instant now) {
    this.layout = layout;
    this.scratch = staging.directory();
    this.published = new DirectoryOrigin(layout.directory());
    this.staged = new OverlayOrigin(new DirectoryOrigin(staging.directory()), published);
    this.now = now;
  }

  /**
   * Runs both devices.
   *
   * @param base what is published
   * @param files the new metadata, all of which the devices must take
   * @param newNames the names of the targets' files that are staged
   * @param progress is told the bytes of new targets that were hashed
   * @throws RefusedException with the device's own words
   */
  void run(Published base, List<MetadataFile> files, Set<String> newNames, LongConsumer progress)
      throws IOException {
    byte[] anchor = anchor(staged);
    try (TrialDevice seasoned = TrialDevice.create(scratch, anchor, now);
        TrialDevice newDevice = TrialDevice.create(scratch, anchor, now)) {
      if (base.newestRoot().isPresent()) {
        seasoned.refresh(published, Expiry.OVERRIDDEN);
      }
      for (TrialDevice device : List.of(newDevice, seasoned)) {
        device.refresh(staged, Expiry.ENFORCED);
        requireFound(device, files);
      }
      requireFiles(seasoned, files, newNames, progress);
    } catch (ExpiredException e) {
      throw new RefusedException(RefusedException.Reason.EXPIRED, e.getMessage()
          + ". Renew it with: bascule-image refresh --role " + e.subject(), e);
    } catch (TufException e) {
      throw new RefusedException(RefusedException.Reason.DEVICE_REFUSES,
          "a device would refuse this edition (" + e.reason() + "): " + e.getMessage(), e);
    }
  }

  /** The repository's first root, which devices are built with. */
  public static byte[] anchor(Origin origin) throws IOException {
    String name = RepositoryLayout.metadata("root", 1);
    Optional<Body> body = origin.open(name, 0);
    if (body.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.DAMAGED, origin.name() + ", " + name
          + ": is not there; the first root stays published for ever, because devices follow the "
          + "chain from it");
    }
    try (InputStream in = body.get().stream()) {
      return in.readNBytes(Document.MAX_LENGTH);
    }
  }

  /** Every target that the new metadata lists is found, in that very metadata. */
  private static void requireFound(TrialDevice device, List<MetadataFile> files)
      throws IOException {
    for (MetadataFile file : files) {
      if (file.metadata().content() instanceof Targets targets) {
        for (String path : targets.targets().keySet()) {
          device.find(file.role(), path);
        }
      }
    }
  }

  /** The targets' files are there: read whole if they are new, otherwise of the right length. */
  private void requireFiles(TrialDevice device, List<MetadataFile> files, Set<String> newNames,
      LongConsumer progress) throws IOException {
    for (MetadataFile file : files) {
      if (file.metadata().content() instanceof Targets targets) {
        for (String path : targets.targets().keySet()) {
          Target target = device.find(file.role(), path);
          String name = RepositoryLayout.target(path, target.sha256().orElseThrow());
          if (newNames.contains(name)) {
            TargetContent.require(Repository.at(staged), target, progress);
          } else {
            requirePublished(target, layout.resolve(name));
          }
        }
      }
    }
  }

  private static void requirePublished(Target target, Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException(RefusedException.Reason.TARGET_MISSING, target.path() + ": "
          + target.role() + " lists it, but there is no file " + file);
    }
    if (Files.size(file) != target.length()) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, file + ": expected "
          + target.length() + " bytes, found " + Files.size(file));
    }
  }
}
