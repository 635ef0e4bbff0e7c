package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.KeyType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command's way in, and the map of the program: which commands there are and what they are given. */
public final class Main {

  private final Surroundings surroundings;

  private Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs the command line and exits with one of {@link ExitCode}'s codes. */
  public static void main(String[] arguments) {
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs the command line. */
  static int run(Surroundings surroundings, String... arguments) {
    return new Main(surroundings).commandLine().execute(arguments);
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(new BasculeImage())
        .addSubcommand(new CommandLine(new Group.Keys())
            .addSubcommand(new KeysCreate(surroundings))
            .addSubcommand(new KeysShow(surroundings)))
        .addSubcommand(new Build(surroundings))
        .addSubcommand(new Serve(surroundings));
    return line
        .registerConverter(KeyType.class, KeyType::parse)
        .setOut(writer(surroundings.out()))
        .setErr(writer(surroundings.err()))
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(this::explainUsage)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private int explainUsage(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    surroundings.err().println("bascule-image: " + failure.getMessage());
    surroundings.err().println("Try: " + command + " --help");
    return ExitCode.USAGE;
  }

  private int explain(Exception failure) {
    surroundings.err().println("bascule-image: " + Complaint.of(failure));
    if (!(failure instanceof IOException)) {
      failure.printStackTrace(surroundings.err());
    }
    return ExitCode.ERROR;
  }
}
