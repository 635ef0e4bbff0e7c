package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.detect.Detection;
import java.io.PrintWriter;
import java.util.List;

/** How results reach the reader. */
sealed interface Printer permits TextPrinter, JsonPrinter {

  static Printer of(boolean json, PrintWriter out, PrintWriter err) {
    return json ? new JsonPrinter(out) : new TextPrinter(out, err);
  }

  void state(String loader, BootState state);

  /** Prints what became of an operation, and returns the exit code for it. */
  int change(Change change);

  /**
   * Prints what a repair does, or would do.
   *
   * @param dryRun whether nothing was written
   * @param plan what it comes to, in sentences
   * @param faults what is wrong, after the repair or without it
   */
  void repair(boolean dryRun, List<String> plan, List<String> faults);

  /**
   * Prints what a device shows of its boot loader, and what is wrong with the state.
   *
   * @param looked whether the state was looked at, for which the slots have to be named
   */
  void diagnosis(Detection detection, List<String> faults, boolean looked);

  void failure(BootException failure);
}
