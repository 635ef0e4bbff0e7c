package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Withdraws a version, so that no device takes it up any more. */
@Command(name = "withdraw",
    description = "Withdraw a version: no device takes it up any more, and no channel offers it. Devices that run it keep running it.",
    footer = {
        "", "Example: 1.4.0 turns out to be bad, devices shall get 1.3.2 again:",
        "  bascule-image withdraw --repo repository --model board --version 1.4.0 \\",
        "      --keys rollout.key online.key",
        "  bascule-image offer --repo repository --model board --channel stable --version 1.3.2 \\",
        "      --keys rollout.key online.key"})
final class Withdraw extends PublishingStep {

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--version", paramLabel = "VERSION", required = true,
      description = "The version.")
  private Version version = Version.parse("0.0.0");

  Withdraw(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    new CatalogChange(change, repository(), model).withdraw(version);
  }
}
