package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Withdraws a version, so that no device takes it up any more. */
@Command(name = "withdraw",
    description = "Withdraw a version: no device takes it up any more, and no channel offers it or rolls it out. Devices that run it keep "
        + "running it, unless they are called back.",
    footer = {
        "", "Example: 1.4.0 turns out to be bad, devices that run it shall go back to 1.3.2:",
        "  bascule-image withdraw --repo repository --model board --version 1.4.0 \\",
        "      --back-to 1.3.2 --keys rollout.key online.key"})
final class Withdraw extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The version.")
  private Version version = Version.parse("0.0.0");

  @Option(names = "--back-to", paramLabel = "VERSION",
      description = "Call devices back: the channels offer this older version, and devices that run a withdrawn one take it. Refused if it is below the floor that they have.")
  private @Nullable Version back;

  @Option(names = "--channel", paramLabel = "CHANNEL",
      description = "With --back-to: whose devices (default: of the channels that offer the version or roll it out). May be given several times.")
  private List<String> channels = new ArrayList<>();

  Withdraw(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    if (back == null && !channels.isEmpty()) {
      throw new IllegalArgumentException("expected --back-to beside --channel, found none");
    }
    new CatalogChange(change, repository(), model).withdraw(version, back, channels);
  }
}
