package dev.bascule.bootctl;

import java.util.List;

/** A boot control whose stored state has parts that can be damaged and made whole again. */
public interface Repairable {

  /** What is not as it should be, in sentences; empty on a healthy device. Writes nothing. */
  List<String> readFaults() throws BootException;

  /**
   * Makes damaged copies like the one that counts, without changing which slot boots.
   *
   * @return the faults that are left
   */
  List<String> repair() throws BootException;
}
