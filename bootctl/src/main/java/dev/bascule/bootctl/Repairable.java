package dev.bascule.bootctl;

import java.util.List;

/** A boot control whose stored state has parts that can be damaged and made whole again. */
public interface Repairable {

  /** What is not as it should be, in sentences; empty on a healthy device. Writes nothing. */
  List<String> readFaults() throws BootException;

  /**
   * What {@link #repair()} would do now, in sentences, in their order; empty if it would do nothing. Writes
   * nothing.
   *
   * @throws BootException if the state is damaged and nothing tells what it should be
   */
  List<String> readRepairs() throws BootException;

  /**
   * Does what {@link #readRepairs()} says: damaged copies are made like the one that counts, and where
   * nothing that counts is left the slot that runs becomes the one that boots. A whole state stays as it is.
   *
   * @return the faults that are left
   */
  List<String> repair() throws BootException;
}
