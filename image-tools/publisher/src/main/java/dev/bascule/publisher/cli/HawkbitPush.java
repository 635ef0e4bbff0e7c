package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.publisher.hawkbit.ManagementApi;
import dev.bascule.publisher.hawkbit.Push;
import dev.bascule.publisher.hawkbit.Push.Thing;
import dev.bascule.publisher.hawkbit.RolloutPlan;
import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.PublishedImage;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a published version known to hawkBit. */
@Command(name = "push",
    description = "Make a published version known to hawkBit: a software module and a distribution set, and a rollout if one is wanted. No file goes there: devices take the image from the repository, whose signatures decide.",
    footer = {
        "",
        "What is there already is used. The password comes like a key's passphrase: from a file, a file descriptor or a prompt.",
        "",
        "Example: in five groups; the next one begins when 95 of 100 are well, one in ten that fails stops it all:",
        "  bascule-image hawkbit push --server https://hawkbit.example.com/ --user publisher \\",
        "      --passphrase-file hawkbit.password --repo repository --model board --version 1.1.0 \\",
        "      --rollout board-1.1.0 --targets 'attribute.bascule_model==board' --groups 5 \\",
        "      --success 95 --error 10 --start"})
final class HawkbitPush extends Step {

  @Option(names = "--server", paramLabel = "URL", required = true,
      description = "hawkBit's URL.")
  private URI server = URI.create("/");

  @Option(names = "--user", paramLabel = "NAME", required = true,
      description = "Who may use its Management API.")
  private String user = "";

  @Mixin
  private PassphraseOptions password = new PassphraseOptions();

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository, which must have the version.")
  private Path repository = Path.of("");

  @Option(names = "--model", paramLabel = "MODEL", required = true,
      description = "The model, also the software module's name.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The version.")
  private Version version = Version.parse("0.0.0");

  @Option(names = "--type", paramLabel = "KEY", defaultValue = "os",
      description = "The software module's type at the server (default: os).")
  private String type = "";

  @Option(names = "--set-type", paramLabel = "KEY", defaultValue = "os",
      description = "The distribution set's type at the server (default: os).")
  private String setType = "";

  @ArgGroup(exclusive = false)
  private @Nullable RolloutChoice rollout;

  @Option(names = "--dry-run", description = "Say what would be made, and make nothing.")
  private boolean dry;

  private static final class RolloutChoice {

    @Option(names = "--rollout", paramLabel = "NAME", required = true,
        description = "Make a rollout of that name.")
    private String name = "";

    @Option(names = "--targets", paramLabel = "RSQL", required = true,
        description = "Its devices, in hawkBit's query language.")
    private String targets = "";

    @Option(names = "--groups", paramLabel = "N", defaultValue = "10",
        description = "How many groups (default: 10).")
    private int groups;

    @Option(names = "--success", paramLabel = "PERCENT", defaultValue = "95",
        description = "The next group begins when that many of the last one are well (default: 95).")
    private int success;

    @Option(names = "--error", paramLabel = "PERCENT", defaultValue = "5",
        description = "The rollout pauses when more than that of a group fail (default: 5).")
    private int error;

    @Option(names = "--forced", description = "Tell devices that the server would rather not wait.")
    private boolean forced;

    @Option(names = "--start", description = "Start it; otherwise somebody does at the server.")
    private boolean start;

    private RolloutPlan plan() {
      return new RolloutPlan(name, targets, groups, success, error, forced);
    }
  }

  HawkbitPush(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    RolloutChoice choice = rollout;
    RolloutPlan plan = choice == null ? null : choice.plan();
    requirePublished();
    ObjectNode json = object().put("model", model.model())
        .put("version", version.toString())
        .put("dry_run", dry);
    List<String> lines = new ArrayList<>();
    try (PassphraseSource source = password.open(surroundings());
        Passphrase secret = source.toOpen(user + " at " + server);
        ManagementApi api = new ManagementApi(base(), user, secret)) {
      Push push = new Push(api, type, setType);
      Thing module = push.module(model.model(), version, dry);
      tell("module", model.model() + " " + version, module, json, lines);
      Thing set = push.set(model.model(), version, module, dry);
      tell("set", model.model() + " " + version, set, json, lines);
      if (choice != null && plan != null) {
        Thing made = push.rollOut(plan, set, choice.start, dry);
        tell("rollout", plan.name() + ", " + plan.groups() + " groups, on at " + plan.success()
            + " %, stops beyond " + plan.error() + " %" + (choice.start ? ", started" : ""), made,
            json, lines);
      }
    }
    return Report.of(json, lines);
  }

  private void requirePublished() throws IOException {
    if (PublishedImage.read(repository, Published.read(repository), model, version).isEmpty()) {
      throw new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE, repository + ": has no "
          + model.model() + " " + version + ", and devices would refuse it; publish it first");
    }
  }

  private URI base() {
    if (!"https".equals(server.getScheme()) && !"http".equals(server.getScheme())) {
      throw new IllegalArgumentException(
          "--server: expected a URL with https or http, found " + server);
    }
    if (server.getUserInfo() != null) {
      throw new IllegalArgumentException("--server: expected no user in the URL; give --user");
    }
    return server.toString().endsWith("/") ? server : URI.create(server + "/");
  }

  private void tell(String kind, String what, Thing thing, ObjectNode json, List<String> lines) {
    json.putObject(kind).put("id", thing.id()).put("made", thing.made());
    lines.add(String.format("%-9s  %s%s", kind, what,
        !thing.made() ? " (as before)" : dry ? " (would be made)" : ""));
  }
}
