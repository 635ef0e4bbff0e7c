package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets no further device begin. */
@Command(name = "halt",
    description = "Halt a channel's rollout: no further device begins, not even of the groups that go first. Devices that have begun go on.",
    footer = {
        "", "Example:",
        "  bascule-image rollout halt --repo repository --model board --channel stable \\",
        "      --keys rollout.key online.key", "",
        "What next: bascule-image rollout resume, or bascule-image withdraw."})
final class RolloutHalt extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--channel", paramLabel = "CHANNEL", required = true,
      description = "The channel.")
  private String channel = "";

  RolloutHalt(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    CatalogChange catalog = new CatalogChange(change, repository(), model);
    catalog.rollOut(catalog.rollout(channel).halt(now()), now());
  }
}
