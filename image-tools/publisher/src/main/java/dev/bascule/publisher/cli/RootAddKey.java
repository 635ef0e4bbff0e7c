package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.RootBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets more keys sign for a top-level role. */
@Command(name = "add-key",
    description = "Let more keys sign for a role: change a draft of a root, or begin one.",
    footer = {
        "", "Example: dave becomes one of those who decide whose keys count:",
        "  bascule-image root add-key root.json --repo repository --key root=dave.pub"})
final class RootAddKey extends RootChangeStep {

  @Option(names = "--key", paramLabel = "ROLE=KEY", required = true,
      description = "The role, and the public key; may be given several times.")
  private List<Assignment> keys = new ArrayList<>();

  RootAddKey(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(RootBody root) throws IOException {
    for (Assignment key : keys) {
      root.addKey(key.role(), PublicKey.read(key.value()));
    }
  }
}
