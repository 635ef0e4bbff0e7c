package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.progress.ProgressTask;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads a whole repository with a device's eyes: every role, every file, and whether what is offered is whole. */
public final class RepositoryCheck {

  private final RepositoryLayout layout;
  private final DirectoryOrigin origin;
  private final Instant now;
  private final List<String> problems = new ArrayList<>();

  /**
   * A check at a time.
   *
   * @param now the time that expiry is compared with
   */
  public RepositoryCheck(Path repository, Instant now) {
    this.layout = new RepositoryLayout(repository);
    this.origin = new DirectoryOrigin(layout.directory());
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param published the metadata, which a device accepts
   * @param files how many targets there are
   * @param bytes their length together
   * @param problems what is wrong with the targets, one line each; empty for a repository as it should be
   */
  public record Result(Published published, int files, long bytes, List<String> problems) {

    public Result {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Runs the check.
   *
   * @param anchor the root that devices were built with, or empty for the repository's first
   * @param threads how many files are read at once
   * @throws dev.bascule.image.tuf.TufException if a device refuses the metadata
   */
  public Result run(Optional<byte[]> anchor, int threads, Progress progress) throws IOException {
    byte[] root = anchor.isPresent() ? anchor.get() : Rehearsal.anchor(origin);
    List<Target> targets = new ArrayList<>();
    Published published;
    try (TrialDevice device = TrialDevice.create(root, now)) {
      device.refresh(origin, Expiry.ENFORCED);
      published = new PublishedReader(layout).read();
      for (Map.Entry<String, SignedMetadata<Targets>> role : published.targets().entrySet()) {
        for (String path : role.getValue().content().targets().keySet()) {
          targets.add(device.find(role.getKey(), path));
        }
      }
    }
    long bytes = targets.stream().mapToLong(Target::length).sum();
    try (ProgressTask task = progress.start("reading " + targets.size() + " files", bytes)) {
      readAll(targets, threads, task);
    }
    for (ModelRoles model : published.models()) {
      checkOffers(published, model);
    }
    return new Result(published, targets.size(), bytes, problems);
  }

  private void readAll(List<Target> targets, int threads, ProgressTask task) throws IOException {
    List<Callable<Optional<String>>> reads = targets.stream()
        .map(target -> (Callable<Optional<String>>) () -> problemOf(target, task))
        .toList();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (Future<Optional<String>> read : workers.invokeAll(reads)) {
        read.get().ifPresent(problems::add);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the check was stopped");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Optional<String> problemOf(Target target, ProgressTask task) {
    try {
      TargetContent.require(Repository.at(origin), target, task);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What a channel offers has a manifest, and all that the manifest names. */
  private void checkOffers(Published published, ModelRoles model) {
    try {
      Optional<Catalog> catalog = new CatalogReader(layout.directory()).read(published, model);
      Catalog offered = catalog.orElseGet(Catalog::empty);
      for (Offer offer : offered.offers()) {
        checkOffer(published, model, offer.channel(), offer.version());
      }
      for (Rollout rollout : offered.rollouts()) {
        checkOffer(published, model, rollout.channel(), rollout.version());
      }
    } catch (IOException e) {
      problems.add(model.catalogPath() + ": " + e.getMessage());
    }
  }

  private void checkOffer(Published published, ModelRoles model, String channel, Version version)
      throws IOException {
    Map<String, TargetFile> images = published.role(model.images())
        .map(Targets::targets)
        .orElse(Map.of());
    String manifestPath = model.imagePath(version, ImageManifest.FILE_NAME);
    TargetFile listed = images.get(manifestPath);
    if (listed == null) {
      problems.add(model.catalogPath() + ": the channel " + channel + " offers "
          + version + ", which has no image");
      return;
    }
    Path manifest = layout.resolve(
        RepositoryLayout.target(manifestPath, listed.hashes().sha256().orElseThrow()));
    for (ImageFile file : ImageRelease.readManifest(manifest).files()) {
      String path = model.imagePath(version, file.name());
      TargetFile target = images.get(path);
      if (target == null || !ImageRelease.isSame(file, target)) {
        problems.add(path + ": is not listed as the manifest of " + version
            + " names it; devices would fail to install what " + channel + " offers");
      }
    }
  }
}
