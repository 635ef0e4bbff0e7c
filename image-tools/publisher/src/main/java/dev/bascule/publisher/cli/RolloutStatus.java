package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far rollouts are. */
@Command(name = "status",
    description = "Show how far each rollout is: whose turn has come by now. What devices have made of it, a server of static files does not know.",
    footer = {
        "", "Example:",
        "  bascule-image rollout status --repo repository --model board"})
final class RolloutStatus extends Step {

  @Mixin
  private ReadRepositoryOption repository = new ReadRepositoryOption();

  @Option(names = "--model", paramLabel = "MODEL",
      description = "Rollouts of this model (default: of all).")
  private List<ModelRoles> models = new ArrayList<>();

  RolloutStatus(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Instant now = surroundings().clock().instant();
    ObjectNode json = object();
    List<String> lines = new ArrayList<>();
    ArrayNode rollouts = json.putArray("rollouts");
    OfferList.of(repository.directory(), Published.read(repository.directory()))
        .catalogs()
        .forEach((model, catalog) -> {
          if (models.isEmpty() || models.contains(model)) {
            for (Rollout rollout : catalog.rollouts()) {
              RolloutReport report = new RolloutReport(rollout, now);
              report.addTo(rollouts.addObject().put("model", model.model()));
              lines.add(model.model() + " " + rollout.channel() + ": " + report.summary());
              report.waves().forEach(wave -> lines.add("  " + wave));
              if (report.state() == RolloutReport.State.DONE) {
                lines.add("  if all is well: bascule-image offer --model " + model.model()
                    + " --channel " + rollout.channel() + " --version " + rollout.version() + " …");
              }
            }
          }
        });
    if (lines.isEmpty()) {
      lines.add("nothing is rolled out");
    }
    return Report.of(json, lines);
  }
}
