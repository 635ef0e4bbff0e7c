package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

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
        .addSubcommand(new CommandLine(new Group.RootKeys())
            .addSubcommand(new RootInit(surroundings))
            .addSubcommand(new RootSign(surroundings))
            .addSubcommand(new RootShow(surroundings))
            .addSubcommand(new RootPublish(surroundings)))
        .addSubcommand(new CommandLine(new Group.Models())
            .addSubcommand(new ModelSet(surroundings)))
        .addSubcommand(new Build(surroundings))
        .addSubcommand(new Publish(surroundings))
        .addSubcommand(new OfferVersion(surroundings))
        .addSubcommand(new Withdraw(surroundings))
        .addSubcommand(new Refresh(surroundings))
        .addSubcommand(new Status(surroundings))
        .addSubcommand(new Verify(surroundings))
        .addSubcommand(new Inspect(surroundings))
        .addSubcommand(new Serve(surroundings));
    return line
        .registerConverter(KeyType.class, readable(KeyType::parse))
        .registerConverter(Version.class, readable(Version::parse))
        .registerConverter(ModelRoles.class, readable(ModelRoles::new))
        .registerConverter(Assignment.class, readable(Assignment::parse))
        .registerConverter(Duration.class, readable(Span::parse))
        .setOut(writer(surroundings.out()))
        .setErr(writer(surroundings.err()))
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(this::explainUsage)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
  }

  /** A converter whose complaint is the parser's own. */
  private static <T> ITypeConverter<T> readable(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
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
    if (failure instanceof RefusedException) {
      return ExitCode.REFUSED;
    }
    if (failure instanceof IllegalArgumentException) {
      return ExitCode.USAGE;
    }
    if (!(failure instanceof IOException)) {
      failure.printStackTrace(surroundings.err());
    }
    return ExitCode.ERROR;
  }
}
