package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.fleet.Danger;
import dev.bascule.publisher.fleet.FleetPlan;
import dev.bascule.publisher.fleet.FleetReader;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what would change if what is published were what a file says. */
@Command(name = "plan",
    description = "Say what bascule-image apply would change: how what every channel offers differs from a fleet's file, and what may be dangerous about it. "
        + "Nothing is changed. The exit status is 0 if there is nothing to do, 4 if something would change, and 3 if apply would refuse it.",
    footer = {
        "", "Example: before a change is merged, and after that:",
        "  bascule-image plan fleet.toml --repo repository --root root.json",
        "  bascule-image apply fleet.toml --repo repository --root root.json \\",
        "      --keys rollout.key online.key",
        "", "A first file: bascule-image export. What can stand in it: docs/formats.md."})
final class FleetPlanned extends Step {

  @Parameters(paramLabel = "FILE", description = "The fleet's file.")
  private Path file = Path.of("");

  @Mixin
  private ReadRepositoryOption repository = new ReadRepositoryOption();

  @Mixin
  private KnownRootOption root = new KnownRootOption();

  FleetPlanned(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Published published = Published.read(repository.directory(), root.read());
    FleetOutline outline =
        new FleetOutline(FleetPlan.of(FleetReader.read(file), repository.directory(),
            published, surroundings().clock().instant()), repository.directory(), published);
    ObjectNode json = object();
    List<String> lines = new ArrayList<>();
    outline.describe(json, lines);
    boolean changes = outline.plan().changes();
    lines.add(changes
        ? json.get("changes").size() + " changes"
        : "nothing to do: what is published is what the file says");
    ArrayNode refusals = json.putArray("refusals");
    for (RefusedException refusal : outline.refusals()) {
      refusals.addObject()
          .put("reason", refusal.reason().toString())
          .put("message", refusal.getMessage());
      lines.add("refused: " + refusal.getMessage());
    }
    for (Danger danger : outline.plan().dangers()) {
      lines.add("DANGER (" + danger.kind() + "): " + danger);
    }
    outline.advice().forEach(this::warn);
    boolean refused = !refusals.isEmpty() || !outline.plan().dangers().isEmpty();
    return new Report(lines, json, exitCode(changes, refused));
  }

  private static int exitCode(boolean changes, boolean refused) {
    if (refused) {
      return ExitCode.REFUSED;
    }
    return changes ? ExitCode.CHANGES : ExitCode.OK;
  }
}
