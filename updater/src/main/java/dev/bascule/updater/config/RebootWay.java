package dev.bascule.updater.config;

import java.util.List;

/** How the device is restarted. */
public sealed interface RebootWay {

  /** By the kernel at once, after writing out what is in memory. */
  record Kernel() implements RebootWay {}

  /** By a command, which may return before the restart happens. */
  record Command(List<String> words) implements RebootWay {
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a command has at least one word");
      }
    }
  }
}
