package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.progress.ProgressTask;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository that is about to change. One process at a time has it open; opening it first completes what an earlier
 * one was stopped at.
 */
public final class RepositoryDirectory implements Closeable {

  private final RepositoryLayout layout;
  private final Disk disk;
  private final FileChannel lock;
  private final Staging staging;
  private final List<StagedFile> stagedTargets = new ArrayList<>();

  private RepositoryDirectory(RepositoryLayout layout, Disk disk, FileChannel lock) {
    this.layout = layout;
    this.disk = disk;
    this.lock = lock;
    this.staging = new Staging(layout.staging(), disk);
  }

  /**
   * Opens a repository.
   *
   * @throws RefusedException if there is none, or if another process has it open
   */
  public static RepositoryDirectory open(Path directory) throws IOException {
    return open(new RepositoryLayout(directory), new LocalDisk());
  }

  static RepositoryDirectory open(RepositoryLayout layout, Disk disk) throws IOException {
    if (!Files.isDirectory(layout.metadataDirectory())
        && new Staging(layout.staging(), disk).sealed().isEmpty()) {
      throw new RefusedException(RefusedException.Reason.DAMAGED, layout.directory()
          + ": there is no repository; make one with: bascule-image root publish");
    }
    return create(layout, disk);
  }

  /** Opens a repository that need not exist yet; otherwise like {@link #open(Path)}. */
  public static RepositoryDirectory create(Path directory) throws IOException {
    return create(new RepositoryLayout(directory), new LocalDisk());
  }

  static RepositoryDirectory create(RepositoryLayout layout, Disk disk) throws IOException {
    disk.createDirectory(layout.directory());
    disk.createDirectory(layout.staging());
    disk.flushDirectory(layout.parent());
    FileChannel lock = lock(layout.staging().resolve(Staging.LOCK));
    RepositoryDirectory repository = new RepositoryDirectory(layout, disk, lock);
    try {
      repository.recover();
      return repository;
    } catch (IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this very process has it: as good as another
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new RefusedException(RefusedException.Reason.BUSY,
          file + ": another bascule-image is changing this repository; wait for it to end");
    }
    return channel;
  }

  private void recover() throws IOException {
    var sealed = staging.sealed();
    if (sealed.isPresent()) {
      new Commit(layout, staging, disk).run(sealed.get());
    } else {
      staging.clear();
    }
  }

  /** Reads and verifies what is published. */
  public Published read() throws IOException {
    return read(null);
  }

  /** The same, for somebody who knows a root; see {@link Published#read(Path, Document)}. */
  public Published read(@Nullable Document known) throws IOException {
    return new PublishedReader(layout, known).read();
  }

  /**
   * Copies an image's files in and lists them in an edition. What is published already is left as it is.
   *
   * @param progress is told the number of bytes copied, as they are
   * @throws RefusedException if the image is for other models, a file is missing or not what the manifest says, or
   *     the version is published with other content
   */
  public void addImage(Edition edition, ModelRoles model, ImageRelease image,
      LongConsumer progress) throws IOException {
    requireNotRemoved(edition.base(), model, image.manifest().version());
    List<ImageFile> files = image.newFiles(edition.base(), model);
    progress.accept(image.length() - files.stream().mapToLong(ImageFile::length).sum());
    for (ImageFile file : files) {
      add(edition, model.images(), model.imagePath(image.manifest().version(), file.name()),
          image.directory().resolve(file.name()), file, progress);
    }
  }

  /** A device may still have the image of that version that was removed. */
  private void requireNotRemoved(Published base, ModelRoles model, Version version)
      throws IOException {
    if (withdrawn(base, model).contains(version)
        && !new ModelImages(layout.directory(), base, model).has(version)) {
      throw new RefusedException(RefusedException.Reason.VERSION_EXISTS, model.model() + " "
          + version
          + ": was published once, withdrawn and removed; give the new one a new version");
    }
  }

  private Set<Version> withdrawn(Published base, ModelRoles model) throws IOException {
    return new CatalogReader(layout.directory()).read(base, model)
        .map(Catalog::withdrawn)
        .orElse(Set.of());
  }

  private void add(Edition edition, String role, String path, Path source, ImageFile file,
      LongConsumer progress) throws IOException {
    if (!Files.isRegularFile(source)) {
      throw new RefusedException(RefusedException.Reason.TARGET_MISSING,
          source + ": the manifest names it, but there is no such file");
    }
    StagedFile staged = staging.copy(source, path, progress);
    if (staged.length() != file.length() || !staged.sha256().equals(file.sha256())) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, source + ": expected "
          + file.length() + " bytes with SHA-256 " + file.sha256() + ", found " + staged.length()
          + " bytes with SHA-256 " + staged.sha256() + "; build the image again");
    }
    stagedTargets.add(staged);
    edition.putTarget(role, path, staged.length(), staged.sha256());
  }

  /**
   * Writes a model's catalogue and lists it in an edition.
   *
   * @throws RefusedException if it offers a version that has no image
   */
  public void putCatalog(Edition edition, ModelRoles model, Catalog catalog) throws IOException {
    new CatalogCheck(model, version -> edition.lists(model.images(),
        model.imagePath(version, ImageManifest.FILE_NAME)))
        .require(catalog, withdrawn(edition.base(), model));
    StagedFile staged = staging.write(model.catalogPath(), catalog.encode());
    stagedTargets.add(staged);
    edition.putTarget(model.rollout(), model.catalogPath(), staged.length(), staged.sha256());
  }

  /**
   * Signs an edition, lets the device's client try it, and publishes it. A power cut leaves the former edition or the
   * new one.
   *
   * @return what was published; empty if nothing changes
   * @throws RefusedException if a key is missing, a version exists, or a device would refuse the edition
   */
  public List<PublishedFile> publish(Edition edition, Progress progress) throws IOException {
    List<MetadataFile> metadata = EditionSigner.sign(edition);
    if (metadata.isEmpty()) {
      staging.clear();
      return List.of();
    }
    for (MetadataFile file : metadata) {
      staging.write(file);
    }
    rehearse(edition, metadata, progress);
    CommitList list = new CommitList(Stream.concat(stagedTargets.stream(),
        metadata.stream().map(MetadataFile::staged)).toList());
    Commit commit = new Commit(layout, staging, disk);
    commit.requireFree(list);
    staging.seal(list);
    commit.run(list);
    return metadata.stream().map(PublishedFile::of).toList();
  }

  /** Drops what was put together for an edition that is not published. */
  public void discard() throws IOException {
    stagedTargets.clear();
    staging.clear();
  }

  private void rehearse(Edition edition, List<MetadataFile> metadata, Progress progress)
      throws IOException {
    Set<String> newTargets = stagedTargets.stream()
        .map(StagedFile::name)
        .collect(Collectors.toSet());
    long length = stagedTargets.stream().mapToLong(StagedFile::length).sum();
    try (ProgressTask task = progress.start("reading as a device", length)) {
      new Rehearsal(layout, staging, edition.signing().now())
          .run(edition.base(), metadata, newTargets, task);
    } catch (RefusedException e) {
      // What is signed and not to be published must not lie about.
      staging.clear();
      throw e;
    }
  }

  /** Lets others have it. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
