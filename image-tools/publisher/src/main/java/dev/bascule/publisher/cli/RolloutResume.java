package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has a halted rollout go on. */
@Command(name = "resume",
    description = "Resume a rollout that was halted, from the share that it had reached: what is left of its waves is later by as long as the halt was.",
    footer = {
        "", "Example:",
        "  bascule-image rollout resume --repo repository --model board --channel stable \\",
        "      --keys rollout.key online.key"})
final class RolloutResume extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--channel", paramLabel = "CHANNEL", required = true,
      description = "The channel.")
  private String channel = "";

  RolloutResume(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    CatalogChange catalog = new CatalogChange(change, repository(), model);
    catalog.rollOut(catalog.rollout(channel).resume(now()), now());
  }
}
