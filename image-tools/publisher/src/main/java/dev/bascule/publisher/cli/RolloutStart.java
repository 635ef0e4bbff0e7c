package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a channel's devices come to run a version one after the other. */
@Command(name = "start",
    description = "Roll a published version out: a channel's devices take it one after the other, in waves. Until its turn, a device "
        + "follows what the channel offers. The rollout ends with bascule-image offer, once all is well.",
    footer = {
        "", "Example: five days, beginning with one device in a hundred, the laboratory's first:",
        "  bascule-image rollout start --repo repository --model board --channel stable \\",
        "      --version 1.4.0 --first laboratory --keys rollout.key online.key",
        "", "Example: waves of your own, from Monday morning in each device's own time:",
        "  bascule-image rollout start --repo repository --model board --channel stable \\",
        "      --version 1.4.0 --wave 0.5%%:1d:1d --wave 20%%:2d --wave 100%%:3d \\",
        "      --start 2030-02-04T08:00:00 --local-time --keys rollout.key online.key",
        "", "Devices of before Bascule had waves wait for the offer."})
final class RolloutStart extends ChannelStep {

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The version that the channel's devices shall come to run.")
  private Version version = Version.parse("0.0.0");

  @Mixin
  private RolloutOptions options = new RolloutOptions();

  RolloutStart(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(CatalogChange catalog, String channel) throws IOException {
    catalog.advice(version).forEach(this::warn);
    catalog.rollOut(options.read(channel, version, now()), now());
  }
}
