package dev.bascule.publisher.cli;

import dev.bascule.publisher.fleet.Danger;
import dev.bascule.publisher.fleet.FleetPlan;
import dev.bascule.publisher.fleet.FleetReader;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes what is published what a file says. */
@Command(name = "apply",
    description = "Make what every channel offers what a fleet's file says: all of it at once, as one signed publication. Where it does so already, nothing is signed. "
        + "A change with a danger that bascule-image plan warns of is refused.",
    footer = {
        "", "Example:",
        "  bascule-image apply fleet.toml --repo repository --root root.json \\",
        "      --keys rollout.key online.key",
        "", "Who changed what, and when: bascule-image log."})
final class FleetApply extends PublishingStep {

  @Parameters(paramLabel = "FILE", description = "The fleet's file.")
  private Path file = Path.of("");

  @Option(names = "--accept-dangers",
      description = "Do it although plan warns of dangers; they are told.")
  private boolean accepted;

  FleetApply(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    FleetPlan plan = FleetPlan.of(FleetReader.read(file), repository(), change.base(), now());
    FleetOutline outline = new FleetOutline(plan, repository(), change.base());
    outline.describe(change.json(), change.lines());
    outline.advice().forEach(this::warn);
    outline.require(accepted);
    plan.dangers().stream().map(Danger::toString).forEach(this::warn);
    for (FleetPlan.Step step : plan.steps()) {
      new CatalogChange(change, repository(), step.model()).become(step.after());
    }
  }
}
