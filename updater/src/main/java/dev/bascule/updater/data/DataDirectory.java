package dev.bascule.updater.data;

import dev.bascule.bootctl.sys.FileTrees;
import dev.bascule.image.file.TreeRemoval;
import dev.bascule.image.json.JsonException;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory of data, and one beside it that is to take its place, or had it. Each says in a file of its own to which image it
 * belongs, so that what is known of them moves with them.
 *
 * <p>Power cut: the directory is always whole. The one beside it is whole if it says whose it is; that file is the last
 * to come and the first to go.
 *
 * <p>Not final for the tests alone, which cut between its steps.
 */
public class DataDirectory {

  /** Says whose the content is. */
  static final String OWNER = ".bascule-owner.json";
  private static final String BESIDE = ".bascule";

  private final Path live;
  private final Path beside;

  /** A directory, whether it is there or not; its parent must be on the same file system. */
  public DataDirectory(Path live) {
    this.live = live;
    this.beside = live.resolveSibling(live.getFileName() + BESIDE);
  }

  /** Whether there is any data. */
  public boolean exists() {
    return Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whose the data is, if that was ever said. */
  public Optional<Owner> owner() throws IOException {
    return owner(live);
  }

  /** Whose the data beside it is; nothing if there is none, or if it is not whole. */
  public Optional<Owner> kept() throws IOException {
    return owner(beside);
  }

  /** The directory beside, for whoever changes what is in it. */
  Path beside() {
    return beside;
  }

  /** Says whose the data is. */
  void own(Owner owner) throws IOException {
    DurableFile.write(live.resolve(OWNER), owner.encode());
  }

  /** Makes a copy beside, in place of what was there: owners, modes, times and extended attributes too. It is nobody's. */
  void copyBeside() throws IOException {
    dropBeside();
    Files.walkFileTree(live, new Copy(live, beside));
  }

  /** Says whose the data beside is, once all of it is on the medium. */
  void ownBeside(Owner owner) throws IOException {
    FileTrees.sync(beside);
    DurableFile.write(beside.resolve(OWNER), owner.encode());
  }

  /** Lets both change places, at once. */
  void exchange() throws IOException {
    FileTrees.exchange(live, beside);
    FileTrees.sync(live);
  }

  /** Removes what is beside. */
  void dropBeside() throws IOException {
    if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
      DurableFile.delete(beside.resolve(OWNER));
      TreeRemoval.remove(beside);
      FileTrees.sync(live);
    }
  }

  private static Optional<Owner> owner(Path directory) throws IOException {
    Path file = directory.resolve(OWNER);
    try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(Owner.decode(stream.readNBytes(Owner.MAX_LENGTH + 1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonException e) {
      throw new IOException(
          file + ": " + e.getMessage() + "; remove it if the data is the running system's", e);
    }
  }

  /** Copies all but the owner's file; follows no link. */
  private static final class Copy extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copy(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      copy(directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
        throws IOException {
      if (!file.equals(from.resolve(OWNER))) {
        copy(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** What came into it has changed its time. */
    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      BasicFileAttributes original = Files.readAttributes(directory, BasicFileAttributes.class,
          LinkOption.NOFOLLOW_LINKS);
      Files.getFileAttributeView(copyOf(directory), BasicFileAttributeView.class,
          LinkOption.NOFOLLOW_LINKS)
          .setTimes(original.lastModifiedTime(), null, null);
      return FileVisitResult.CONTINUE;
    }

    private void copy(Path original) throws IOException {
      Files.copy(original, copyOf(original), StandardCopyOption.COPY_ATTRIBUTES,
          LinkOption.NOFOLLOW_LINKS);
    }

    private Path copyOf(Path original) {
      return to.resolve(from.relativize(original));
    }
  }
}
