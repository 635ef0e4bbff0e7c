package dev.bascule.publisher.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Lets no further device begin. */
@Command(name = "halt",
    description = "Halt a channel's rollout: no further device begins, not even of the groups that go first. Devices that have begun go on.",
    footer = {
        "", "Example:",
        "  bascule-image rollout halt --repo repository --model board --channel stable \\",
        "      --keys rollout.key online.key", "",
        "What next: bascule-image rollout resume, or bascule-image withdraw."})
final class RolloutHalt extends ChannelStep {

  RolloutHalt(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(CatalogChange catalog, String channel) throws IOException {
    catalog.rollOut(catalog.rollout(channel).halt(now()), now());
  }
}
