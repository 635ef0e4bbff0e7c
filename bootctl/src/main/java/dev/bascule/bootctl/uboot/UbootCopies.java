package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.BootException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What both copies of an environment, or its only one, say together.
 *
 * @param variables those of the copy that counts
 * @param damaged whether one of two copies is not valid
 * @param faults what is not as it should be, in sentences
 */
record UbootCopies(Map<String, String> variables, boolean damaged, List<String> faults) {

  /**
   * Judges copies by the rule of U-Boot.
   *
   * @param copies the bytes of one or two
   * @throws BootException if none is valid
   */
  static UbootCopies judge(List<byte[]> copies, String where) throws BootException {
    boolean redundant = copies.size() > 1;
    var valid = new ArrayList<UbootBlock>();
    var faults = new ArrayList<String>();
    for (int i = 0; i < copies.size(); i++) {
      try {
        valid.add(UbootBlock.decode(copies.get(i), redundant));
      } catch (MalformedEnvironmentException e) {
        faults.add("copy " + (i + 1) + " of the environment is broken: " + e.getMessage());
      }
    }
    if (valid.isEmpty()) {
      throw new BootException(where + ": expected U-Boot's environment, found none that is valid: "
          + faults,
          "check offset and size against U-Boot's configuration; if they are right, U-Boot boots by its"
              + " built-in defaults: stop it at its prompt, set the variables and run saveenv");
    }
    if (!redundant) {
      faults.add(
          "there is one copy of the environment: a power cut while it is written leaves none, and"
              + " U-Boot takes its built-in defaults");
    }
    boolean second = valid.size() == 2
        && UbootBlock.secondCounts(valid.get(0).flag(), valid.get(1).flag());
    return new UbootCopies(valid.get(second ? 1 : 0).variables(), valid.size() < copies.size(),
        List.copyOf(faults));
  }
}
