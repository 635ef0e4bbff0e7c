package dev.bascule.bootctl.cli;

import org.jspecify.annotations.Nullable;

/**
 * The options of the command line: here, and only here, is which there are. A setting without a label is a switch. What
 * each is for is said in {@code help.properties}.
 */
enum Setting {
  LOADER("loader", "NAME"), A("a", "SPEC"), B("b", "SPEC"), DISK("disk", "PATH"), ENVIRONMENT(
      "environment", "PATH"), SECOND("second", "PATH"), NAMES("names", "A,B"), VARIABLE("variable",
          "NAME"), PROGRAM("program", "PATH"), LIMIT("limit", "SECONDS", "30"), MEMORY("memory",
              "DIR", "/var/lib/bascule/loader"), MISC("misc", "PATH"), ESP("esp",
                  "DIR"), BOOT("boot", "DIR"), AUTOBOOT("autoboot", "PATH"), STATE("state",
                      "NAME"), PROC("proc", "DIR", "/proc"), SYS("sys", "DIR", "/sys"), DEV("dev",
                          "DIR", "/dev"), ROOT("root", "DIR", "/"), JSON("json",
                              null), TRIES("tries", "N", "3"), DRY_RUN("dry-run", null);

  private final String key;
  private final @Nullable String label;
  private final @Nullable String fallback;

  Setting(String key, @Nullable String label) {
    this(key, label, null);
  }

  Setting(String key, @Nullable String label, @Nullable String fallback) {
    this.key = key;
    this.label = label;
    this.fallback = fallback;
  }

  /** Its name without dashes, which is that of the loader's setting too. */
  String key() {
    return key;
  }

  /** Its name on the command line. */
  String option() {
    return "--" + key;
  }

  /** What stands for its value in the usage; null for a switch. */
  @Nullable
  String label() {
    return label;
  }

  /** Its value where it is not given. */
  @Nullable
  String fallback() {
    return fallback;
  }

  /** Whether a verb has it. */
  boolean belongsTo(Verb verb) {
    return switch (this) {
      case TRIES -> verb == Verb.ACTIVATE;
      case DRY_RUN -> verb == Verb.REPAIR;
      default -> true;
    };
  }

  /** Whether it is one that some boot loaders have and others have no use for. */
  boolean ofLoader() {
    return compareTo(DISK) >= 0 && compareTo(STATE) <= 0;
  }

  /** The setting with a name, or null. */
  static @Nullable Setting find(String key) {
    for (var setting : values()) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }
}
