package dev.bascule.lab.vm;

import dev.bascule.lab.Progress;
import java.io.IOException;

/** A story that a device must live through as it is told. */
public interface Scenario {

  /** Its name on the command line: {@code good-trial}. */
  String name();

  /** What it shows, in a sentence. */
  String claim();

  /** Whether it needs our commands in the guest, and not only on its disk. */
  default boolean needsCommands() {
    return false;
  }

  /**
   * Lets a new device live through it.
   *
   * @throws IOException if it takes another course; the message tells where, with the console's end
   */
  void run(VirtualDevice device, Progress progress) throws IOException;
}
