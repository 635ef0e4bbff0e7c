package dev.bascule.bootctl.cli;

import org.jspecify.annotations.Nullable;

/** What the command can be asked to do. */
enum Verb {
  STATUS("status"), ACTIVATE("activate"), CONFIRM("confirm"), MARK_BAD("mark-bad"), DISABLE(
      "disable"), ROLLBACK("rollback"), CANCEL("cancel"), DOCTOR("doctor"), REPAIR("repair");

  private final String word;

  Verb(String word) {
    this.word = word;
  }

  /** As it is written on the command line. */
  String word() {
    return word;
  }

  /** Whether a slot follows. */
  boolean takesSlot() {
    return this == ACTIVATE || this == MARK_BAD || this == DISABLE;
  }

  /** The verb that is written so, or null. */
  static @Nullable Verb find(String word) {
    for (var verb : values()) {
      if (verb.word.equals(word)) {
        return verb;
      }
    }
    return null;
  }
}
