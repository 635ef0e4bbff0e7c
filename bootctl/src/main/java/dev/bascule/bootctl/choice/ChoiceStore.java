package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Slot;
import java.io.IOException;
import java.nio.file.Path;

/** Where a loader keeps its choice. */
public interface ChoiceStore<S extends SlotChoice<S>> {

  /** The file, directory or device that is locked while the choice is read and written. */
  Path lock();

  /** Reads the choice and the evidence of which slot runs. Writes nothing. */
  Reading<S> read() throws IOException;

  /**
   * Makes the stored choice what {@code next} says, durably. Each implementation says what a power cut
   * in the middle leaves.
   *
   * @param before what was read, under the same lock
   */
  void write(S before, S next) throws IOException;

  /**
   * Tells a loader that the running slot has come up, before what that changes is written, and even if it changes nothing:
   * for loaders whose counting is not part of the choice.
   */
  default void writeConfirmed(Slot booted) throws IOException {}

  /**
   * What would make the stored state whole where it is damaged, which {@link #read} may not be able to read.
   * Writes nothing.
   *
   * @throws IOException if it is damaged and nothing here can tell what it should be
   */
  default Repair readRepair() throws IOException {
    return Repair.NONE;
  }
}
