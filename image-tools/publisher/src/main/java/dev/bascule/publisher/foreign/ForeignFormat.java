package dev.bascule.publisher.foreign;

import java.io.IOException;
import java.nio.file.Path;

/** One updater's file format. */
public interface ForeignFormat {

  /** How many bytes of a file's beginning {@link #fits} looks at. */
  int HEAD = 512;

  /** The updater's name, for people. */
  String updater();

  /**
   * Whether a file is of this format.
   *
   * @param name the file's
   * @param head its first {@link #HEAD} bytes, or all of a shorter one
   */
  boolean fits(String name, byte[] head);

  /**
   * Verifies a file and takes its images out. Nothing that is not signed is parsed beyond what leads to the signature.
   *
   * @throws NotVouchedException if nobody whom the owner named has signed it
   * @throws ForeignException if it is damaged, hostile, or has what no image can have
   */
  ForeignRelease read(Path file, ForeignRequest request) throws IOException;
}
