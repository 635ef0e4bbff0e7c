package dev.bascule.publisher.repository;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.image.tuf.TufException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Lets the device's own client take up a staged edition, before anything is published: a device that has seen the
 * published edition, and one that is new and trusts the very first root.
 */
final class Rehearsal {

  private final RepositoryLayout layout;
  private final Origin published;
  private final Origin staged;
  private final Instant now;

  Rehearsal(RepositoryLayout layout, Staging staging, Instant now) {
    this.layout = layout;
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
    Path store = Files.createTempDirectory("bascule-rehearsal-");
    try {
      byte[] anchor = anchor();
      Path seasoned = store.resolve("seasoned");
      if (base.newestRoot().isPresent()) {
        device(seasoned, anchor, published).refresh(Expiry.OVERRIDDEN);
      }
      TufClient device = device(seasoned, anchor, staged);
      device.refresh();
      requireEverything(device, files, newNames, progress);
      TufClient newDevice = device(store.resolve("new"), anchor, staged);
      newDevice.refresh();
      for (MetadataFile file : files) {
        requireListed(newDevice, file);
      }
    } catch (TufException e) {
      throw new RefusedException(RefusedException.Reason.DEVICE_REFUSES,
          "a device would refuse this edition (" + e.reason() + "): " + e.getMessage(), e);
    } finally {
      delete(store);
    }
  }

  private byte[] anchor() throws IOException {
    Optional<Body> body = staged.open(RepositoryLayout.metadata("root", 1), 0);
    if (body.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.DAMAGED,
          RepositoryLayout.metadata("root", 1) + ": is gone; the first root stays published for "
              + "ever, because devices follow the chain from it");
    }
    try (InputStream in = body.get().stream()) {
      return in.readNBytes(Document.MAX_LENGTH);
    }
  }

  private TufClient device(Path store, byte[] anchor, Origin origin) {
    return new TufClient(new TrustedStore(store), Repository.at(origin), anchor,
        ReferenceTime.withoutFloor(InstantSource.fixed(now)), Limits.STANDARD);
  }

  /**
   * Every target that the new metadata lists is found, in that very metadata, and its file is there: read whole if it
   * is new, otherwise of the right length.
   */
  private void requireEverything(TufClient device, List<MetadataFile> files, Set<String> newNames,
      LongConsumer progress) throws IOException {
    for (MetadataFile file : files) {
      if (file.metadata().content() instanceof Targets targets) {
        for (String path : targets.targets().keySet()) {
          Target target = find(device, file.role(), path);
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

  private static void requireListed(TufClient device, MetadataFile file) throws IOException {
    if (file.metadata().content() instanceof Targets targets) {
      for (String path : targets.targets().keySet()) {
        find(device, file.role(), path);
      }
    }
  }

  private static Target find(TufClient device, String role, String path) throws IOException {
    Optional<Target> found = device.find(path);
    if (found.isEmpty() || !found.get().role().equals(role)) {
      throw new RefusedException(RefusedException.Reason.DEVICE_REFUSES, path + ": expected that a "
          + "device finds it in " + role + ", found "
          + found.map(target -> "it in " + target.role()).orElse("that it finds it nowhere")
          + "; a role may only list its own paths");
    }
    return found.get();
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

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
