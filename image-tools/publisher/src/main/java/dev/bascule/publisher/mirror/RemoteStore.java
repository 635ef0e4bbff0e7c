package dev.bascule.publisher.mirror;

import dev.bascule.image.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A place that holds a repository's files for devices. Whatever it says is checked; several threads may use it at once.
 *
 * <p>Every method throws a {@link StoreException} where the store does not do what it is asked.
 */
public interface RemoteStore extends Closeable {

  /** The place in words, for messages. */
  String name();

  /** Every file below {@code metadata/} and {@code targets/}, by its name relative to the repository. */
  SortedMap<String, Listed> list() throws IOException;

  /** The digest that was noted when a file was put, without reading it; empty if this store keeps none. */
  Optional<Sha256> noted(String name) throws IOException;

  /** Opens a file; empty if there is none. */
  Optional<StoredFile> open(String name) throws IOException;

  /**
   * Puts a file that is not there. Readers find all of it or nothing, also after a power cut or a kill.
   *
   * @return false if the store says that there is one of that name, which stays as it is
   */
  boolean create(Upload upload) throws IOException;

  /**
   * Puts a file in the place of another. Readers find the former one or this one, also after a power cut or a kill.
   *
   * @param tag of what it takes the place of; null if there is nothing
   * @return false if the store says that something else is there by now, which stays as it is
   */
  boolean replace(Upload upload, @Nullable String tag) throws IOException;

  /**
   * How long after a file was put another one of its length may have the same tag. Servers make tags of times in seconds: a device
   * that asks whether the file is still the one that it has would be told so.
   */
  Duration tagResolution();

  /** Removes a file, if it is there. */
  void delete(String name) throws IOException;

  /**
   * Drops uploads that were begun before a time and never ended, where they take up space unseen.
   *
   * @return how many
   */
  default int discardUnfinished(Instant before) throws IOException {
    return 0;
  }

  /**
   * A file that is being read.
   *
   * @param tag stands for this content; empty if the store has no such thing
   */
  record StoredFile(InputStream stream, String tag) implements Closeable {

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
