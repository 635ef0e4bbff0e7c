package dev.bascule.updater.config;

import java.util.List;
import java.util.Locale;

/** What the device would do by itself. */
public enum Step {
  INSTALL, ACTIVATE, REBOOT;

  /** The name in the configuration, and of the hooks' directory behind {@code before-}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the name.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static Step parse(String word) {
    return List.of(values())
        .stream()
        .filter(step -> step.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
