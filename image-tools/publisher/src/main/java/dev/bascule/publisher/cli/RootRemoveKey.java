package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.RootBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a top-level role away from keys. */
@Command(name = "remove-key",
    description = "Let keys sign for a role no longer: change a draft of a root, or begin one.",
    footer = {
        "", "Example: carol has lost her key; what begins with 3fa91c2b is its id:",
        "  bascule-image root remove-key root.json --repo repository --key root=3fa91c2b"})
final class RootRemoveKey extends RootChangeStep {

  @Option(names = "--key", paramLabel = "ROLE=KEY", required = true,
      description = "The role, and the public key or the first 8 or more digits of its id; may be given several times.")
  private List<Assignment> keys = new ArrayList<>();

  RootRemoveKey(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(RootBody root) throws IOException {
    for (Assignment key : keys) {
      root.removeKey(key.role(), PublicKey.id(key.value()));
    }
  }
}
