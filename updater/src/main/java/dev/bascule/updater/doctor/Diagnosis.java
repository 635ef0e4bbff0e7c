package dev.bascule.updater.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param area one word, stable: {@code slots}, {@code clock}, …
 * @param remedy what a person can do; empty where nothing is wrong
 */
public record Diagnosis(String area, Grade grade, String found, String remedy) {

  /** How bad it is. */
  public enum Grade {
    OK,
    /** The device updates itself all the same; somebody should know. */
    WARNING,
    /** The device cannot update itself, or could not come back from an update. */
    ERROR;

    /** The name in what machines read. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Diagnosis ok(String area, String found) {
    return new Diagnosis(area, Grade.OK, found, "");
  }

  static Diagnosis warning(String area, String found, String remedy) {
    return new Diagnosis(area, Grade.WARNING, found, remedy);
  }

  static Diagnosis error(String area, String found, String remedy) {
    return new Diagnosis(area, Grade.ERROR, found, remedy);
  }
}
