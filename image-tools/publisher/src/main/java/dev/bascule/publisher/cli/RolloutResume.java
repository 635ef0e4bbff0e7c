package dev.bascule.publisher.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Has a halted rollout go on. */
@Command(name = "resume",
    description = "Resume a rollout that was halted, from the share that it had reached: what is left of its waves is later by as long as the halt was.",
    footer = {
        "", "Example:",
        "  bascule-image rollout resume --repo repository --model board --channel stable \\",
        "      --keys rollout.key online.key"})
final class RolloutResume extends ChannelStep {

  RolloutResume(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(CatalogChange catalog, String channel) throws IOException {
    catalog.rollOut(catalog.rollout(channel).resume(now()), now());
  }
}
