package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.rollout.Span;
import dev.bascule.publisher.rollout.WaveText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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

  /** What the command line can be, for manual pages and completion. */
  public static CommandSpec specification() {
    return new Main(Surroundings.ofProcess()).commandLine().getCommandSpec();
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
            .addSubcommand(new RootAddKey(surroundings))
            .addSubcommand(new RootRemoveKey(surroundings))
            .addSubcommand(new RootThreshold(surroundings))
            .addSubcommand(new RootRotate(surroundings))
            .addSubcommand(new RootSign(surroundings))
            .addSubcommand(new RootStatus(surroundings))
            .addSubcommand(new RootShow(surroundings))
            .addSubcommand(new RootPublish(surroundings)))
        .addSubcommand(new CommandLine(new Group.Models())
            .addSubcommand(new ModelSet(surroundings)))
        .addSubcommand(new LintImage(surroundings))
        .addSubcommand(new Build(surroundings))
        .addSubcommand(new ImportImage(surroundings))
        .addSubcommand(new Delta(surroundings))
        .addSubcommand(new Draft(surroundings))
        .addSubcommand(new Sign(surroundings))
        .addSubcommand(new Publish(surroundings))
        .addSubcommand(new OfferVersion(surroundings))
        .addSubcommand(new CommandLine(new Group.Rollouts())
            .addSubcommand(new RolloutStart(surroundings))
            .addSubcommand(new RolloutHalt(surroundings))
            .addSubcommand(new RolloutResume(surroundings))
            .addSubcommand(new RolloutStatus(surroundings))
            .addSubcommand(new RolloutSimulate(surroundings)))
        .addSubcommand(new CommandLine(new Group.Hawkbit())
            .addSubcommand(new HawkbitPush(surroundings)))
        .addSubcommand(new Withdraw(surroundings))
        .addSubcommand(new RemoveImage(surroundings))
        .addSubcommand(new FleetExport(surroundings))
        .addSubcommand(new FleetPlanned(surroundings))
        .addSubcommand(new FleetApply(surroundings))
        .addSubcommand(new PublicationLog(surroundings))
        .addSubcommand(new Refresh(surroundings))
        .addSubcommand(new Bundle(surroundings))
        .addSubcommand(new MirrorRepository(surroundings))
        .addSubcommand(new Status(surroundings))
        .addSubcommand(new Verify(surroundings))
        .addSubcommand(new Inspect(surroundings))
        .addSubcommand(new Serve(surroundings));
    return line
        .registerConverter(KeyType.class, readable(KeyType::parse))
        .registerConverter(Version.class, readable(Version::parse))
        .registerConverter(ModelRoles.class, readable(ModelRoles::new))
        .registerConverter(Assignment.class, readable(Assignment::parse))
        .registerConverter(Wave.class, readable(WaveText::parse))
        .registerConverter(Duration.class, readable(Span::parse))
        .setOut(writer(surroundings.out()))
        .setErr(writer(surroundings.err()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(this::explainUsage)
        .setExecutionExceptionHandler(this::explain);
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

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private int explainUsage(ParameterException failure, String[] arguments) {
    complain(String.valueOf(failure.getMessage()));
    return pointToHelp(failure.getCommandLine());
  }

  private int explain(Exception exception, CommandLine command, ParseResult parsed) {
    Failure failure = Failure.of(exception);
    complain(failure.message());
    if (failure.isBug()) {
      exception.printStackTrace(surroundings.err());
    }
    if (failure.exitCode() == ExitCode.USAGE) {
      return pointToHelp(command);
    }
    if (command.getCommand() instanceof Step step && step.wantsJson()) {
      surroundings.out().println(failure.json().toPrettyString());
    }
    return failure.exitCode();
  }

  private void complain(String message) {
    surroundings.err().println("bascule-image: " + message);
  }

  private int pointToHelp(CommandLine command) {
    surroundings.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }
}
