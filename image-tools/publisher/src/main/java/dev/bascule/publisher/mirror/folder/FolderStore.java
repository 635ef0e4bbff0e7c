package dev.bascule.publisher.mirror.folder;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.mirror.Listed;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.StoreException;
import dev.bascule.publisher.mirror.Upload;
import dev.bascule.publisher.repository.Disk;
import dev.bascule.publisher.repository.LocalDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory. A file is written under its name with a dot in front and {@code .part} behind, made durable, and then renamed; a
 * power cut leaves at worst such a part, which the next run writes anew.
 */
public final class FolderStore implements RemoteStore {

  private final Path directory;
  private final Disk disk;

  private FolderStore(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /** Opens a directory that is there: a mount that is missing must not be filled beneath. */
  public static FolderStore open(Path directory) throws StoreException {
    if (!Files.isDirectory(directory)) {
      throw new StoreException(StoreException.Reason.NO_SUCH_PLACE, directory
          + ": expected a directory, found none; mount it or make it");
    }
    return new FolderStore(directory, new LocalDisk());
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public SortedMap<String, Listed> list() throws IOException {
    SortedMap<String, Listed> files = new TreeMap<>();
    for (String tree : List.of("metadata", "targets")) {
      if (Files.isDirectory(directory.resolve(tree), LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(directory.resolve(tree), new Lister(files));
      }
    }
    return files;
  }

  private final class Lister extends SimpleFileVisitor<Path> {

    private final SortedMap<String, Listed> files;

    private Lister(SortedMap<String, Listed> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !file.getFileName().toString().startsWith(".")) {
        files.put(directory.relativize(file).toString(),
            new Listed(attributes.size(), attributes.lastModifiedTime().toInstant()));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public Optional<Sha256> noted(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<StoredFile> open(String name) throws IOException {
    try {
      InputStream in = Files.newInputStream(directory.resolve(name));
      return Optional.of(new StoredFile(in, ""));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean create(Upload upload) throws IOException {
    if (Files.exists(directory.resolve(upload.name()), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    write(upload);
    return true;
  }

  /** A directory has no tags: two publishers that are here at the same moment are not told apart. */
  @Override
  public boolean replace(Upload upload, @Nullable String tag) throws IOException {
    write(upload);
    return true;
  }

  private void write(Upload upload) throws IOException {
    Path to = directory.resolve(upload.name());
    Path parent = to.resolveSibling(".").normalize();
    makeDirectory(parent);
    Path part = parent.resolve("." + to.getFileName() + ".part");
    disk.delete(part);
    switch (upload.content()) {
      case Upload.Content.OfFile(var file) -> disk.copy(file, part, upload.progress());
      case Upload.Content.OfMetadata(var metadata) -> disk.write(part, metadata.received());
    }
    disk.move(part, to);
    disk.flushDirectory(parent);
  }

  private void makeDirectory(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    disk.createDirectory(wanted);
    for (Path made = wanted; !made.equals(directory); made = made.resolveSibling(".").normalize()) {
      disk.flushDirectory(made.resolveSibling(".").normalize());
    }
  }

  /** Of the web servers that show it to devices. */
  @Override
  public Duration tagResolution() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(directory.resolve(name));
  }

  @Override
  public void close() {}
}
