package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Offer;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a channel offer a version that is published. */
@Command(name = "offer",
    description = "Let a channel offer a version that is published already: all of its devices take it at their next look. It ends the channel's rollout. "
        + "To begin with few devices: bascule-image rollout start.",
    footer = {
        "", "Example: what was good on the channel beta goes to everybody:",
        "  bascule-image offer --repo repository --model board --channel stable --version 1.4.0 \\",
        "      --keys rollout.key online.key"})
final class OfferVersion extends ChannelStep {

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The version that the channel's devices should run.")
  private Version version = Version.parse("0.0.0");

  OfferVersion(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(CatalogChange catalog, String channel) throws IOException {
    catalog.advice(version).forEach(this::warn);
    catalog.offer(new Offer(channel, version));
  }
}
