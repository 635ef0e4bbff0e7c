package dev.bascule.publisher.mirror;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Hashes;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.Timestamp;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RefusedException;
import dev.bascule.publisher.repository.RepositoryLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a store.
 *
 * @param files its listing
 * @param timestamp what it offers devices at the moment, or null if it offers nothing yet
 * @param vouched names of the files that were checked before that timestamp was put: it would not be there otherwise
 */
record StoreState(SortedMap<String, Listed> files, @Nullable Offered timestamp,
    Set<String> vouched) {

  StoreState {
    files = new TreeMap<>(files);
    vouched = new TreeSet<>(vouched);
  }

  /**
   * A timestamp in a store.
   *
   * @param tag the store's for this content
   */
  record Offered(SignedMetadata<Timestamp> metadata, String tag) {

    Timestamp content() {
      return metadata.content();
    }

    /** Whether it is that very file, byte by byte. */
    boolean isOf(SignedMetadata<Timestamp> other) {
      return Arrays.equals(metadata.received(), other.received());
    }
  }

  /**
   * Looks into a store.
   *
   * @param directory the local repository, which has the metadata that was put earlier
   */
  static StoreState read(RemoteStore store, Path directory) throws IOException {
    Offered timestamp = readTimestamp(store);
    return new StoreState(store.list(), timestamp,
        timestamp == null ? Set.of() : vouched(timestamp.content(), directory));
  }

  /**
   * Reads the timestamp in a store; null if there is none.
   *
   * @throws RefusedException if it is something else
   */
  static @Nullable Offered readTimestamp(RemoteStore store) throws IOException {
    Optional<RemoteStore.StoredFile> found = store.open(MirrorFile.TIMESTAMP);
    if (found.isEmpty()) {
      return null;
    }
    try (RemoteStore.StoredFile file = found.get()) {
      byte[] content = file.stream().readNBytes(Document.MAX_LENGTH + 1);
      return new Offered(
          SignedMetadata.parse(content, Document.MAX_LENGTH, MetadataKind.TIMESTAMP), file.tag());
    } catch (JsonException e) {
      throw new RefusedException(RefusedException.Reason.STORE_DIFFERS, store.name() + ", "
          + MirrorFile.TIMESTAMP + ": expected a timestamp, found something else (" + e.getMessage()
          + "); look who put it there, and remove it to go on");
    }
  }

  private static Set<String> vouched(Timestamp timestamp, Path directory) throws IOException {
    Optional<Sha256> signed =
        Optional.ofNullable(timestamp.snapshot().hashesOrNull()).flatMap(Hashes::sha256);
    Optional<byte[]> file = readLocal(directory,
        RepositoryLayout.metadata("snapshot", timestamp.snapshot().version()));
    if (file.isEmpty() || !signed.equals(Optional.of(Sha256.digest(file.get())))) {
      return Set.of();
    }
    Snapshot snapshot = NamedFiles.snapshot(file.get());
    return new NamedFiles(name -> readLocal(directory, name)).of(snapshot);
  }

  static Optional<byte[]> readLocal(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }
}
