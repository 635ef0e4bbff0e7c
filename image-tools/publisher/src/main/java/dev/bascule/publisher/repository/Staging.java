package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The directory beside the repository in which an edition is put together. A power cut before {@link #seal} leaves
 * rubbish that the next publisher clears; after it, an edition that the next publisher commits.
 */
final class Staging {

  static final String LOCK = "lock";
  private static final String COMMIT = "commit.json";

  private final Path directory;
  private final Disk disk;

  Staging(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  Path directory() {
    return directory;
  }

  /** Writes a metadata file. */
  void write(MetadataFile file) throws IOException {
    disk.write(place(file.name()), file.content());
  }

  /** Copies a target's file in, under the name that its content gives it. */
  StagedFile copy(Path source, String targetPath, LongConsumer progress) throws IOException {
    Path beside = place("targets/" + targetPath);
    disk.delete(beside);
    Sha256 sha256 = disk.copy(source, beside, progress);
    StagedFile file = new StagedFile(
        RepositoryLayout.target(targetPath, sha256), Files.size(beside), sha256);
    disk.move(beside, directory.resolve(file.name()));
    return file;
  }

  /** Writes a small target's file under the name that its content gives it. */
  StagedFile write(String targetPath, byte[] content) throws IOException {
    Sha256 sha256 = Sha256.digest(content);
    StagedFile file = new StagedFile(
        RepositoryLayout.target(targetPath, sha256), content.length, sha256);
    disk.write(place(file.name()), content);
    return file;
  }

  /** Where a file will be; its directory is there. */
  private Path place(String name) throws IOException {
    disk.createDirectory(RepositoryLayout.directories(directory, name).getFirst());
    return directory.resolve(name);
  }

  /** Makes all of it durable, and then certain to be published. */
  void seal(CommitList list) throws IOException {
    Set<Path> directories = new HashSet<>();
    for (StagedFile file : list.files()) {
      directories.addAll(RepositoryLayout.directories(directory, file.name()));
    }
    for (Path parent : directories) {
      disk.flushDirectory(parent);
    }
    Path beside = directory.resolve(COMMIT + ".new");
    disk.delete(beside);
    disk.write(beside, list.encode());
    disk.move(beside, directory.resolve(COMMIT));
    disk.flushDirectory(directory);
  }

  /** The sealed edition, if there is one. */
  Optional<CommitList> sealed() throws IOException {
    Path file = directory.resolve(COMMIT);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(CommitList.decode(in.readNBytes(CommitList.MAX_LENGTH + 1)));
    }
  }

  /** Removes everything but the lock, the seal first. */
  void clear() throws IOException {
    disk.delete(directory.resolve(COMMIT));
    if (!Files.exists(directory)) {
      return;
    }
    disk.flushDirectory(directory);
    List<Path> content;
    try (Stream<Path> tree = Files.walk(directory)) {
      content = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : content) {
      if (!path.equals(directory) && !path.equals(directory.resolve(LOCK))) {
        disk.delete(path);
      }
    }
  }
}
