package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves a sealed edition into the repository, file by file in the list's order: targets, then metadata, what makes the
 * rest visible last. A power cut leaves a repository that devices read as the former edition or as the new one;
 * running it again completes it.
 */
final class Commit {

  private final RepositoryLayout layout;
  private final Staging staging;
  private final Disk disk;
  private final Set<Path> unflushed = new LinkedHashSet<>();

  Commit(RepositoryLayout layout, Staging staging, Disk disk) {
    this.layout = layout;
    this.staging = staging;
    this.disk = disk;
  }

  /** Refuses an edition that would change a file that is published. */
  void requireFree(CommitList list) throws IOException {
    for (StagedFile file : list.files()) {
      Path to = layout.resolve(file.name());
      if (isFixedMetadata(file) && Files.exists(to) && !isSame(file, to)) {
        throw new RefusedException(RefusedException.Reason.VERSION_EXISTS, to
            + ": is there already with another content, and published versions never change; "
            + "if the repository was restored from an old copy, restore a newer one");
      }
    }
  }

  /** Moves the files. */
  void run(CommitList list) throws IOException {
    requireFree(list);
    for (StagedFile file : list.files()) {
      if (file.name().startsWith("metadata/")) {
        flush();
      }
      move(file);
    }
    flush();
    staging.clear();
  }

  private void move(StagedFile file) throws IOException {
    Path from = staging.directory().resolve(file.name());
    Path to = layout.resolve(file.name());
    List<Path> parents = RepositoryLayout.directories(layout.directory(), file.name());
    if (Files.exists(from)) {
      makeDirectory(parents);
      disk.move(from, to);
    } else if (!Files.exists(to)) {
      throw new IOException(from + ": is gone, and was not published yet; remove "
          + staging.directory() + " and publish again");
    }
    unflushed.addAll(parents);
  }

  /**
   * A new directory is durable before something moves in: lost, it would take with it what is in staging no longer.
   */
  private void makeDirectory(List<Path> parents) throws IOException {
    if (!Files.isDirectory(parents.getFirst())) {
      disk.createDirectory(parents.getFirst());
      for (Path parent : parents) {
        disk.flushDirectory(parent);
      }
    }
  }

  private void flush() throws IOException {
    for (Path directory : unflushed) {
      disk.flushDirectory(directory);
    }
    unflushed.clear();
  }

  private static boolean isFixedMetadata(StagedFile file) {
    return file.name().startsWith("metadata/") && !file.name().equals(RepositoryLayout.TIMESTAMP);
  }

  private static boolean isSame(StagedFile file, Path published) throws IOException {
    return Files.size(published) == file.length()
        && Sha256.digest(Files.readAllBytes(published)).equals(file.sha256());
  }
}
