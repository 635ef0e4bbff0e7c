package dev.bascule.publisher.cli;

import static java.util.Map.entry;

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
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The command's way in, and the map of the program: which commands there are and what they are given. */
public final class Main {

  /** In the order in which a new fleet needs them, by the names that their annotations have. */
  static final List<Entry<String, Function<Surroundings, Object>>> COMMANDS = List.of(
      entry("keys", world -> group(new Group.Keys(), new KeysCreate(world), new KeysShow(world))),
      entry("root", world -> group(new Group.RootKeys(), new RootInit(world),
          new RootAddKey(world), new RootRemoveKey(world), new RootThreshold(world),
          new RootRotate(world), new RootSign(world), new RootStatus(world), new RootShow(world),
          new RootPublish(world))),
      entry("model", world -> group(new Group.Models(), new ModelSet(world))),
      entry("lint", LintImage::new),
      entry("build", Build::new),
      entry("import", ImportImage::new),
      entry("delta", Delta::new),
      entry("draft", Draft::new),
      entry("sign", Sign::new),
      entry("publish", Publish::new),
      entry("offer", OfferVersion::new),
      entry("rollout", world -> group(new Group.Rollouts(), new RolloutStart(world),
          new RolloutHalt(world), new RolloutResume(world), new RolloutStatus(world),
          new RolloutSimulate(world))),
      entry("hawkbit", world -> group(new Group.Hawkbit(), new HawkbitPush(world))),
      entry("withdraw", Withdraw::new),
      entry("remove", RemoveImage::new),
      entry("export", FleetExport::new),
      entry("plan", FleetPlanned::new),
      entry("apply", FleetApply::new),
      entry("log", PublicationLog::new),
      entry("refresh", Refresh::new),
      entry("bundle", Bundle::new),
      entry("mirror", MirrorRepository::new),
      entry("status", Status::new),
      entry("verify", Verify::new),
      entry("inspect", Inspect::new),
      entry("serve", Serve::new));

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
    return new Main(Surroundings.ofProcess()).commandLine(COMMANDS).getCommandSpec();
  }

  /** Runs the command line. */
  static int run(Surroundings surroundings, String... arguments) {
    var named = COMMANDS.stream()
        .filter(command -> arguments.length > 0 && command.getKey().equals(arguments[0]))
        .toList();
    return new Main(surroundings).commandLine(named.isEmpty() ? COMMANDS : named)
        .execute(arguments);
  }

  /** Knows some commands. Reading the annotations of all of them takes longer than most of them take. */
  private CommandLine commandLine(List<Entry<String, Function<Surroundings, Object>>> commands) {
    CommandLine line = new CommandLine(new BasculeImage());
    commands.forEach(command -> line.addSubcommand(command.getValue().apply(surroundings)));
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

  private static CommandLine group(Group group, Object... commands) {
    CommandLine line = new CommandLine(group);
    for (Object command : commands) {
      line.addSubcommand(command);
    }
    return line;
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
