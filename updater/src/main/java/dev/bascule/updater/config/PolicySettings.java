package dev.bascule.updater.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When the device does by itself what it would do: the tables {@code [[window]]} and {@code [policy]}. A person's command
 * does not ask.
 *
 * @param windows a step that none names is always open
 * @param waitWhenMetered whether nothing is installed over a connection that is paid by the byte
 * @param inhibitors whether logind's inhibitors of a shutdown are waited for
 * @param hooks directories with {@code before-install.d} and so on
 * @param hookTimeout for one hook
 */
public record PolicySettings(List<Window> windows, boolean waitWhenMetered, boolean inhibitors,
    List<Path> hooks, Duration hookTimeout) {

  private static final int MOST_WINDOWS = 32;
  private static final List<String> HOOKS =
      List.of("/usr/lib/bascule/hook", "/etc/bascule/hook");

  public PolicySettings {
    windows = List.copyOf(windows);
    hooks = List.copyOf(hooks);
  }

  static PolicySettings read(Section file, HealthTable.Directories directories)
      throws ConfigurationException {
    List<Window> windows = new ArrayList<>();
    for (Section table : file.tables("window")) {
      windows.add(Window.read(table));
    }
    if (windows.size() > MOST_WINDOWS) {
      throw file.wrong("window", "at most " + MOST_WINDOWS + " of them", windows.size() + "");
    }
    Section table = file.table("policy");
    PolicySettings policy = new PolicySettings(windows,
        table.optionalParsed("metered", "\"allow\" or \"wait\"", PolicySettings::waits)
            .orElse(false),
        table.bool("inhibitors", true),
        directories.read(table, "hooks", HOOKS),
        table.duration("hook_timeout", "5m", "1s", "6h"));
    table.refuseUnknown();
    return policy;
  }

  private static boolean waits(String word) {
    return switch (word) {
      case "allow" -> false;
      case "wait" -> true;
      default -> throw new IllegalArgumentException(word);
    };
  }
}
