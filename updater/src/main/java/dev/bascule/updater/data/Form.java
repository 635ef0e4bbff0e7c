package dev.bascule.updater.data;

import java.io.IOException;
import java.nio.file.Path;

/** Knows how to bring data from one release's form into another's. */
public interface Form {

  /** Whether it knows anything at all. */
  boolean known() throws IOException;

  /**
   * Changes a directory's content in place.
   *
   * @throws MigrationException if it cannot; the directory is thrown away then
   */
  void change(Path directory, Owner from, Owner to) throws IOException;
}
