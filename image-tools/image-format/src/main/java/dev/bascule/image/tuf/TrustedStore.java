package dev.bascule.image.tuf;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The metadata that a device has come to trust, as files in a directory, byte for byte as received:
 *
 * <pre>
 * root.json timestamp.json snapshot.json targets.json ROLE.json   the newest of each role
 * root-history/N.root.json                                        how root.json follows from the anchor
timestamp.tag                                                   how the repository's server calls timestamp.json
 * </pre>
 *
 * <p>The names of roles are percent-encoded. A file is written beside, synced and renamed, and its
 * directory synced: a power cut leaves the file before or the file after. What is read here is verified
 * again each time, and what does not hold is as good as absent. One process at a time may write.
 */
public final class TrustedStore {

  private static final String HISTORY = "root-history";
  /** The longest encoded name that stands for itself; ext4, FAT and the rest end at 255 bytes. */
  private static final int MAX_NAME = 200;

  private final Path directory;
  private final Disk disk;

  /** A store in a directory, which is made when something is first written. */
  public TrustedStore(Path directory) {
    this(directory, new LocalDisk());
  }

  TrustedStore(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /** Reads a role's file; empty if there is none or if it is longer than it may be. */
  Optional<byte[]> read(String role, int maxLength) throws IOException {
    return disk.read(fileOf(role), maxLength);
  }

  /** Reads a role's metadata, expired or not, if it is whole and signed as it must be. */
  <M extends Metadata> Optional<SignedMetadata<M>> readSigned(
      String role,
      MetadataKind<M> kind,
      Authority authority,
      int maxLength) throws IOException {
    Optional<byte[]> file = read(role, maxLength);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedMetadata.parse(file.get(), maxLength, kind))
          .filter(metadata -> authority.count(metadata).met());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** Reads a version of the root that was trusted once. */
  Optional<byte[]> readRoot(long version, int maxLength) throws IOException {
    return disk.read(rootFile(version), maxLength);
  }

  /** Writes a role's file; a power cut leaves the old one or the new one. */
  void write(String role, byte[] file) throws IOException {
    replace(directory, fileOf(role), file);
  }

  /**
   * Writes a new root: first into the history, then as the newest. A power cut in between leaves an older
   * {@code root.json}, which the history makes up for.
   */
  void writeRoot(long version, byte[] file) throws IOException {
    replace(directory.resolve(HISTORY), rootFile(version), file);
    write(MetadataKind.ROOT.toString(), file);
  }

  /** Reads what the repository's server calls the timestamp; empty if there is nothing, or more than it may be. */
  Optional<byte[]> readTag(int maxLength) throws IOException {
    return disk.read(tagFile(), maxLength);
  }

  /** Keeps what the repository's server calls the timestamp; a medium that takes nothing keeps nothing. */
  void writeTag(byte[] file) {
    try {
      replace(directory, tagFile(), file);
    } catch (IOException e) {
      // The timestamp is asked for whole once more.
    }
  }

  /** Removes a role's file; a power cut leaves it or not. */
  void delete(String role) throws IOException {
    if (disk.delete(fileOf(role))) {
      disk.flushDirectory(directory);
    }
  }

  private void replace(Path parent, Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      disk.createDirectory(parent);
      disk.write(beside, content);
      disk.flush(beside);
      disk.rename(beside, file);
      disk.flushDirectory(parent);
    } catch (IOException e) {
      // The platform names a file that cannot be opened, and none for a medium that is full.
      throw e instanceof FileSystemException
          ? e
          : new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private Path tagFile() {
    return directory.resolve(MetadataKind.TIMESTAMP + ".tag");
  }

  private Path rootFile(long version) {
    return directory.resolve(HISTORY).resolve(version + ".root.json");
  }

  /** {@code %_} begins no encoded name: a role cannot take the place of one with a long name. */
  private Path fileOf(String role) {
    String name = UrlName.encode(role);
    if (name.length() > MAX_NAME) {
      name = "%_" + Sha256.digest(role.getBytes(StandardCharsets.UTF_8));
    }
    return directory.resolve(name + ".json");
  }
}
