package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.Slot;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command line that has a meaning: a verb, the slot if it takes one, and the settings that were given, as they were
 * written. Whether their values are right is seen by who uses them.
 */
record Request(Verb verb, @Nullable Slot slot, Map<Setting, String> given) {

  /** What a switch that was given has for its value. */
  static final String ON = "";

  Request {
    given = new EnumMap<>(given);
  }

  /**
   * Reads a command line without any of picocli, whose start costs more than all the rest: a verb, its slot, and options
   * with their values, each once. Null for everything else, help and mistakes above all: picocli has the words for
   * those, and reads response files.
   */
  static @Nullable Request read(String... words) {
    var verb = words.length == 0 ? null : Verb.find(words[0]);
    if (verb == null) {
      return null;
    }
    Slot slot = null;
    var given = new EnumMap<Setting, String>(Setting.class);
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      if (!word.startsWith("--")) {
        if (slot != null || !verb.takesSlot() || !(word.equals("A") || word.equals("B"))) {
          return null;
        }
        slot = word.equals("A") ? Slot.A : Slot.B;
        continue;
      }
      int equals = word.indexOf('=');
      var setting = Setting.find(word.substring(2, equals < 0 ? word.length() : equals));
      if (setting == null || !setting.belongsTo(verb) || given.containsKey(setting)) {
        return null;
      }
      if (setting.label() == null) {
        if (equals >= 0) {
          return null;
        }
        given.put(setting, ON);
      } else if (equals >= 0) {
        given.put(setting, word.substring(equals + 1));
      } else if (++i < words.length && plain(words[i])) {
        given.put(setting, words[i]);
      } else {
        return null;
      }
    }
    return verb.takesSlot() == (slot != null) ? new Request(verb, slot, given) : null;
  }

  private static boolean plain(String value) {
    return !value.isEmpty() && "-@\"'".indexOf(value.charAt(0)) < 0;
  }

  /** Whether a setting was given. */
  boolean has(Setting setting) {
    return given.containsKey(setting);
  }

  /** A setting's value, or what holds without it, or null. */
  @Nullable
  String value(Setting setting) {
    String value = given.get(setting);
    return value == null ? setting.fallback() : value;
  }

  /** A file or directory that has a place without being given. */
  Path path(Setting setting) throws WrongArgumentException {
    String value = value(setting);
    if (value == null || value.isEmpty()) {
      throw new WrongArgumentException(setting.option() + ": expected a path, found nothing");
    }
    return Path.of(value);
  }

  /** A whole number within bounds. */
  int number(Setting setting, int least, int most) throws WrongArgumentException {
    String value = value(setting);
    try {
      int number = Integer.parseInt(String.valueOf(value));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As wrong as a number out of bounds.
    }
    throw new WrongArgumentException(
        setting.option() + ": expected " + least + " to " + most + ", found " + value);
  }
}
