package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.ConfigurationFiles;
import dev.bascule.updater.update.DeviceLock.BusyException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subcommand: reads the configuration, does one thing to the device or looks at it, reports. */
abstract class DeviceCommand implements Callable<Integer> {

  @Spec
  private CommandSpec command = CommandSpec.create();

  /** Null where picocli has read the command line and knows them. */
  private @Nullable PrintWriter out;
  private @Nullable PrintWriter err;

  @Option(names = "--root", paramLabel = "DIR", defaultValue = "/",
      description = "Where the device's root directory is (default: /); a rescue system names where it mounted it.")
  private Path root = Path.of("/");

  @Option(names = "--config", paramLabel = "FILE",
      description = "Read this file, and no other, as the configuration.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Report as one JSON object on standard output.")
  private boolean json;

  /** Does without picocli what that does for a command that it has read; see {@link PlainLine}. */
  final void standAlone(String name, PrintWriter out, PrintWriter err) {
    command = CommandSpec.create().name(name);
    this.out = out;
    this.err = err;
  }

  /**
   * Takes an option with its value, and returns whether it has it, and a value that nobody could mistake: for another option
   * or, as picocli does, for the name of a file with more words.
   */
  boolean take(String option, String value) {
    boolean taken = option.equals("--root") && value.startsWith("/");
    root = taken ? Path.of(value) : root;
    return taken;
  }

  /** Takes an option without a value, and returns whether it has it. */
  boolean take(String flag) {
    json |= flag.equals("--json");
    return flag.equals("--json");
  }

  /** Does it, and returns one of {@link ExitCode}'s codes. */
  abstract int run(Configuration configuration, Printer printer) throws IOException;

  @Override
  public final Integer call() {
    Printer printer = new Printer(json, out(), err());
    try {
      return run(configuration(), printer);
    } catch (BusyException e) {
      printer.failure(e);
      return ExitCode.BUSY;
    } catch (IOException e) {
      printer.failure(e);
      return ExitCode.ERROR;
    }
  }

  private Configuration configuration() throws IOException {
    Path directory = root.toAbsolutePath().normalize();
    return config == null
        ? ConfigurationFiles.read(directory)
        : ConfigurationFiles.readOnly(directory, config);
  }

  private PrintWriter out() {
    return out == null ? command.commandLine().getOut() : out;
  }

  /** What people are told while it goes on. */
  final PrintWriter err() {
    return err == null ? command.commandLine().getErr() : err;
  }

  /** What it is called. */
  final String name() {
    return command.name();
  }

  /** The error for a command line that makes no sense. */
  final ParameterException usage(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }

  final boolean json() {
    return json;
  }

  /** The terminal that a person sits at, or null. */
  @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
  static @Nullable Console terminal() {
    Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }

  /** Who asks: the person behind sudo, if there is one. */
  static String person() {
    return Optional.ofNullable(System.getenv("SUDO_USER")).orElse(System.getProperty("user.name"));
  }
}
