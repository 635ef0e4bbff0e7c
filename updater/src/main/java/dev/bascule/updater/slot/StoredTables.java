package dev.bascule.updater.slot;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.updater.file.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An origin whose tile tables are kept on the device once they were read: a slot can be compared with its image, and
 * repaired from the other one, without a network. A table's name begins with its SHA-256; one that does not have it is as
 * good as absent.
 */
public final class StoredTables implements Origin {

  private static final String SUFFIX = ".tiles";
  /** The table of 32 GiB in tiles of 256 KiB; nothing longer is kept. */
  private static final int MAX_LENGTH = 4 << 20;

  private final Path directory;
  private final Origin origin;

  /** Tables in a directory, which is made when the first one is kept. */
  public StoredTables(Path directory, Origin origin) {
    this.directory = directory;
    this.origin = origin;
  }

  @Override
  public String name() {
    return origin.name();
  }

  @Override
  public boolean goElsewhere() {
    return origin.goElsewhere();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (offset != 0 || !name.endsWith(SUFFIX) || name.length() <= Sha256.LENGTH * 2) {
      return origin.open(path, offset);
    }
    Optional<byte[]> stored = read(name);
    return stored.isPresent()
        ? stored.map(table -> new Body(new ByteArrayInputStream(table), 0))
        : fetch(path, name);
  }

  @Override
  public Optional<Body> open(String path, long offset, long length) throws IOException {
    return path.endsWith(SUFFIX) ? open(path, offset) : origin.open(path, offset, length);
  }

  /** Whether a volume's table is kept. */
  public boolean has(ImageFile table) throws IOException {
    return read(name(table)).isPresent();
  }

  /** Keeps a table that was made here. A cut leaves none or this one. */
  public void keep(ImageFile table, byte[] content) throws IOException {
    if (isWhole(name(table), content)) {
      DurableFile.write(directory.resolve(name(table)), content);
    }
  }

  private static String name(ImageFile table) {
    return table.sha256() + "." + table.name();
  }

  /** Forgets all tables but those of some digests. */
  public static void keepOnly(Path directory, Set<Sha256> digests) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (digests.stream().noneMatch(digest -> name.startsWith(digest.toString()))) {
          DurableFile.delete(file);
        }
      }
    } catch (NoSuchFileException e) {
      // None was kept yet.
    }
  }

  private Optional<byte[]> read(String name) throws IOException {
    try (var stream = Files.newInputStream(directory.resolve(name))) {
      byte[] table = stream.readNBytes(MAX_LENGTH + 1);
      return Optional.of(table).filter(found -> isWhole(name, found));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Optional<Body> fetch(String path, String name) throws IOException {
    Optional<Body> found = origin.open(path, 0);
    if (found.isEmpty() || found.get().start() != 0) {
      return found;
    }
    InputStream rest = found.get().stream();
    byte[] table = rest.readNBytes(MAX_LENGTH + 1);
    if (isWhole(name, table)) {
      DurableFile.write(directory.resolve(name), table);
    }
    return Optional.of(new Body(
        new SequenceInputStream(new ByteArrayInputStream(table), rest), 0));
  }

  private static boolean isWhole(String name, byte[] table) {
    return table.length <= MAX_LENGTH && name.startsWith(Sha256.digest(table).toString());
  }
}
