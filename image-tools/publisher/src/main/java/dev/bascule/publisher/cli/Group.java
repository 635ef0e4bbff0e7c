package dev.bascule.publisher.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
@Command(synopsisSubcommandLabel = "COMMAND")
class Group implements Runnable {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "expected a command after " + spec.name());
  }

  @Command(name = "keys", description = "Make and show signing keys.")
  static final class Keys extends Group {}

  @Command(name = "root",
      description = "Decide whose keys count: draft, sign and publish the root.")
  static final class RootKeys extends Group {}

  @Command(name = "rollout",
      description = "Bring a version to a channel's devices one after the other: start, halt, resume, look, simulate.")
  static final class Rollouts extends Group {}

  @Command(name = "hawkbit",
      description = "Tell a hawkBit server which versions there are, and who gets them when.")
  static final class Hawkbit extends Group {}

  @Command(name = "model", description = "Add models, and say who signs for them.")
  static final class Models extends Group {}
}
