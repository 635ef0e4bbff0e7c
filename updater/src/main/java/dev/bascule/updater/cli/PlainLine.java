package dev.bascule.updater.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command lines that a device sees most: a command of some, and options that need no explanation. picocli would read
 * annotations for them, and the virtual machine make a class for each kind of those at every start: a quarter of what {@code status} takes.
 * Whatever is not as plain, help and mistakes among it, is left to picocli.
 */
final class PlainLine {

  /** What people ask for and what the units start. None of their options has a default that only an annotation knows. */
  static final Map<String, Supplier<DeviceCommand>> COMMANDS = Map.of(
      "status", StatusCommand::new, "check", CheckCommand::new, "update", UpdateCommand::new,
      "confirm", ConfirmCommand::new, "migrate", MigrateCommand::new, "daemon",
      DaemonCommand::new);

  private PlainLine() {}

  /** Reads a command line, or returns null where it is not plain. */
  static @Nullable DeviceCommand read(PrintWriter out, PrintWriter err, String... arguments) {
    Supplier<DeviceCommand> known = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (known == null) {
      return null;
    }
    DeviceCommand command = known.get();
    command.standAlone(arguments[0], out, err);
    Set<String> seen = new HashSet<>();
    for (int at = 1; at < arguments.length; at++) {
      String option = arguments[at];
      if (!seen.add(option)) {
        return null;
      }
      if (at + 1 < arguments.length && command.take(option, arguments[at + 1])) {
        at++;
      } else if (!command.take(option)) {
        return null;
      }
    }
    return command;
  }
}
