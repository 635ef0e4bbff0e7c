package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.RootBody;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts a key in another's place. */
@Command(name = "rotate",
    description = "Put a new key in an old one's place, in every role that has it: change a draft of a root, or begin one.",
    footer = {
        "", "Example: the online key was stolen; timestamp and snapshot get a new one:",
        "  bascule-image root rotate root.json --repo repository --old online.pub --new online2.pub"})
final class RootRotate extends RootChangeStep {

  @Option(names = "--old", paramLabel = "KEY", required = true,
      description = "The public key that goes, or the first 8 or more digits of its id.")
  private String old = "";

  @Option(names = "--new", paramLabel = "KEY", required = true,
      description = "The public key that comes.")
  private String fresh = "";

  RootRotate(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(RootBody root) throws IOException {
    root.replaceKey(PublicKey.id(old), PublicKey.read(fresh));
  }
}
