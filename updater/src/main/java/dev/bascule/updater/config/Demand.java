package dev.bascule.updater.config;

import java.util.List;
import java.util.Locale;

/** What becomes of a check: {@code off}, {@code wanted} or {@code required}. */
public enum Demand {
  /** It is not asked. */
  OFF,
  /** It only warns. */
  WANTED,
  /** The slot's fate depends on it. */
  REQUIRED;

  static final String FORM = "\"off\", \"wanted\" or \"required\"";

  /**
   * Reads the word.
   *
   * @throws IllegalArgumentException for any other
   */
  static Demand parse(String word) {
    return List.of(values())
        .stream()
        .filter(demand -> demand.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
