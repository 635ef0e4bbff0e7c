package dev.bascule.image.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Where a bundle's bytes come from: a file, a pipe, a web server. */
public interface BundleSource extends Closeable {

  /** The place in words, for messages. */
  String name();

  /**
   * Opens the bundle at a byte.
   *
   * @throws BundleException if there is no such bundle, or if it is a pipe that has passed that byte
   * @throws IOException if it cannot be reached now
   */
  InputStream openAt(long position) throws IOException;

  /** Whether a read that failed may succeed when it is tried again. */
  boolean maySucceedLater();

  /** Lets go of what it holds beside the streams that it gave. */
  @Override
  default void close() throws IOException {}
}
