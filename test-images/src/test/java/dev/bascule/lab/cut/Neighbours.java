package dev.bascule.lab.cut;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What else is in the directory of FAT in which a loader's files are, which decides at what places their names are. A
 * sector has 16 places; a name takes one, and one more for each 13 characters of it if it is not eight capitals and three.
 *
 * @param names of the files that are there, all before the loader's
 * @param gone a file between those of slot A and of slot B that was removed: its places are the first that are free
 */
record Neighbours(List<String> names, Optional<String> gone) {

  /** So many files before the loader's. */
  static Neighbours before(int files) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      names.add("another-" + i + ".txt");
    }
    return new Neighbours(names, Optional.empty());
  }

  /**
   * The first two places that are free are the last of a sector and the first of the next one, where slot B's name is too: the
   * directory's own two are followed by five files' with two each, one file's with one, and slot A's two.
   */
  static Neighbours acrossSectors() {
    List<String> names = new ArrayList<>(before(5).names());
    names.add("ODD");
    return new Neighbours(names, Optional.of("slot-aa.gone"));
  }
}
