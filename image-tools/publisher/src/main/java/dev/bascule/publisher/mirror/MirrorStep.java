package dev.bascule.publisher.mirror;

import java.util.List;

/** One thing that is done to make a store equal to a repository. */
sealed interface MirrorStep {

  /**
   * Compares the content of a file that is there already.
   *
   * @param whole whether it is read even if the store has noted its digest
   */
  record Check(MirrorFile file, boolean whole) implements MirrorStep {}

  /** Puts a file that is not there. */
  record Put(MirrorFile file) implements MirrorStep {}

  /** Looks whether files are there, as long as they must be, in a listing made now. */
  record Confirm(List<MirrorFile> files) implements MirrorStep {

    public Confirm {
      files = List.copyOf(files);
    }
  }

  /** Puts the timestamp, in the place of the one that was found. */
  record Show() implements MirrorStep {}
}
