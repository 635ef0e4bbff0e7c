package dev.bascule.publisher.mirror;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.repository.FileHeaders;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store equal to a repository: looks, plans, then does what is planned. A cut at any moment leaves a store in which
 * devices find a whole edition; the next run goes on from there.
 */
public final class Mirror {

  private static final int BUFFER = 256 << 10;

  private final LocalEdition local;
  private final RemoteStore store;
  private final Parallel parallel;
  private final Progress progress;

  /**
   * Nothing is asked yet.
   *
   * @param threads how many files are on their way at once
   */
  public Mirror(LocalEdition local, RemoteStore store, int threads, Progress progress) {
    this.local = local;
    this.store = store;
    this.parallel = new Parallel(threads);
    this.progress = progress;
  }

  /**
   * What was done, or would be.
   *
   * @param former the version of the timestamp that the store had; 0 if it had none
   * @param version the version of the timestamp that it has now
   * @param uploaded names of the files that were put, but for the timestamp
   * @param bytes their length together
   * @param present how many files were there already
   * @param checked how many of them were compared by content
   */
  public record Result(long former, long version, List<String> uploaded, long bytes, int present,
      long checked) {

    public Result {
      uploaded = List.copyOf(uploaded);
    }
  }

  /**
   * Makes the store equal.
   *
   * @param whole whether files are read and compared that an earlier run has put and checked
   * @param dry whether it is only looked and planned
   * @throws RefusedException if the store has something else, or a newer edition, or another publisher comes between
   */
  public Result run(boolean whole, boolean dry) throws IOException {
    StoreState state = StoreState.read(store, local.directory());
    long looked = System.nanoTime();
    MirrorPlan plan = MirrorPlan.of(local, state, store.name(), whole);
    List<MirrorFile> uploads = plan.uploads();
    long bytes = uploads.stream().mapToLong(MirrorFile::length).sum();
    if (!dry) {
      try (ProgressTask task = progress.start("copying " + uploads.size() + " files", bytes)) {
        for (List<MirrorStep> phase : plan.phases()) {
          parallel.run(phase, step -> take(step, state.timestamp(), looked, task));
        }
      }
    }
    return new Result(state.timestamp() == null ? 0 : state.timestamp().content().version(),
        local.timestamp().content().version(), uploads.stream().map(MirrorFile::name).toList(),
        bytes, plan.present(), plan.checks());
  }

  /**
   * What was removed, or would be.
   *
   * @param names of the files
   * @param unfinished how many uploads that were never ended were dropped
   */
  public record Removed(List<String> names, int unfinished) {

    public Removed {
      names = List.copyOf(names);
    }
  }

  /**
   * Removes what neither this edition names nor any snapshot in the store that is not expired.
   *
   * @param grace how long a file stays in any case after it was put
   * @param dry whether it is only looked
   * @throws RefusedException if the store's timestamp is not this edition's: run first
   */
  public Removed prune(Instant now, Duration grace, boolean dry) throws IOException {
    StoreState.Offered offered = StoreState.readTimestamp(store);
    if (!dry && (offered == null || !offered.isOf(local.timestamp()))) {
      throw changed();
    }
    SortedMap<String, Listed> listing = store.list();
    Set<String> kept = Garbage.kept(local, store, listing.keySet(), now);
    List<String> names = Garbage.names(listing, kept, now.minus(grace));
    if (dry) {
      return new Removed(names, 0);
    }
    for (String name : names) {
      store.delete(name);
    }
    return new Removed(names, store.discardUnfinished(now.minus(grace)));
  }

  private void take(MirrorStep step, StoreState.@Nullable Offered former, long looked,
      LongConsumer task) throws IOException {
    switch (step) {
      case MirrorStep.Check(var file, var whole) -> check(file, whole);
      case MirrorStep.Put(var file) -> put(file, task);
      case MirrorStep.Confirm(var files) -> confirm(files);
      case MirrorStep.Show() -> {
        if (former != null) {
          awaitAnotherTag(looked);
        }
        show(former);
      }
    }
  }

  private void check(MirrorFile file, boolean whole) throws IOException {
    Optional<Sha256> noted = whole ? Optional.empty() : store.noted(file.name());
    Sha256 found = noted.isPresent() ? noted.get() : digest(file);
    if (!found.equals(file.sha256())) {
      throw MirrorPlan.differs(store.name(), file, "SHA-256 " + file.sha256(),
          found.toString());
    }
  }

  private Sha256 digest(MirrorFile file) throws IOException {
    try (RemoteStore.StoredFile there = store.open(file.name())
        .orElseThrow(() -> new StoreException(StoreException.Reason.ANSWER, store.name() + ", "
            + file.name() + ": was listed, but is not there; run it again"))) {
      return digest(there.stream(), file.length());
    }
  }

  /** Reads no more than a byte behind the length that is expected. */
  private static Sha256 digest(InputStream in, long length) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[BUFFER];
    for (long left = length + 1; left > 0;) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      digest.update(buffer, 0, read);
      left -= read;
    }
    return Sha256.of(digest.digest());
  }

  private void put(MirrorFile file, LongConsumer task) throws IOException {
    Path source = local.directory().resolve(file.name());
    requireIntact(file, source);
    if (!store.create(upload(file, new Upload.Content.OfFile(source), task))) {
      check(file, false);
    }
  }

  private static void requireIntact(MirrorFile file, Path source) throws IOException {
    Sha256 found;
    try (InputStream in = Files.newInputStream(source)) {
      found = digest(in, file.length());
    } catch (NoSuchFileException e) {
      throw new RefusedException(RefusedException.Reason.TARGET_MISSING, source
          + ": metadata lists it, but it is not there; restore it from a copy");
    }
    if (!found.equals(file.sha256())) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, source + ": expected "
          + file.length() + " bytes with SHA-256 " + file.sha256()
          + " as metadata lists it, found another content; restore it from a copy");
    }
  }

  private void confirm(List<MirrorFile> files) throws IOException {
    List<String> missing = MirrorPlan.missing(files, store.list());
    if (!missing.isEmpty()) {
      throw new StoreException(StoreException.Reason.ANSWER, store.name() + ", "
          + missing.getFirst() + ": was put, but is not there as it should be"
          + (missing.size() > 1 ? ", and so are " + (missing.size() - 1) + " more" : "")
          + "; devices are not shown the new edition. Run it again");
    }
  }

  /**
   * The timestamp that was there when it was looked must be older than the tag that the new one gets.
   *
   * @param looked when, of {@link System#nanoTime}
   */
  private void awaitAnotherTag(long looked) throws IOException {
    long resolution = store.tagResolution().toNanos();
    long left = looked + resolution + resolution / 10 - System.nanoTime();
    try {
      TimeUnit.NANOSECONDS.sleep(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copying was stopped");
    }
  }

  /** The moment at which devices see the new edition. */
  private void show(StoreState.@Nullable Offered former) throws IOException {
    StoreState.Offered now = StoreState.readTimestamp(store);
    if (former == null ? now != null : now == null || !now.isOf(former.metadata())) {
      throw changed();
    }
    boolean replaced = store.replace(
        upload(MirrorFile.of(MirrorFile.TIMESTAMP, local.timestamp().received()),
            new Upload.Content.OfMetadata(local.timestamp()), bytes -> {}),
        now == null ? null : now.tag());
    // Where an answer was lost and the request repeated, the store refuses what it has done already.
    StoreState.Offered after = StoreState.readTimestamp(store);
    if (after == null || !after.isOf(local.timestamp())) {
      throw replaced
          ? new StoreException(StoreException.Reason.ANSWER, store.name() + ", "
              + MirrorFile.TIMESTAMP + ": was put, but something else is read; run it again")
          : changed();
    }
  }

  private RefusedException changed() {
    return new RefusedException(RefusedException.Reason.STORE_CHANGED, store.name() + ", "
        + MirrorFile.TIMESTAMP + ": changed since this run began, so another publisher is at work "
        + "there; it was left as it is. Run it again when the other has ended");
  }

  private static Upload upload(MirrorFile file, Upload.Content content, LongConsumer task) {
    String name = file.name().substring(file.name().lastIndexOf('/') + 1);
    return new Upload(file.name(), content, file.length(), file.sha256(),
        FileHeaders.contentType(name), FileHeaders.cacheControl(name), task);
  }
}
