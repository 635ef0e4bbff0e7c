package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.RootBody;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how many keys must sign for a top-level role. */
@Command(name = "threshold",
    description = "Say how many keys of a role must sign, and how many of a family: change a draft of a root, or begin one.",
    footer = {
        "", "Example: from now on three root keys, two of which a quantum computer cannot forge:",
        "  bascule-image root threshold root.json root=3 --min root=post-quantum:2 --repo repository"})
final class RootThreshold extends RootChangeStep {

  @Parameters(paramLabel = "ROLE=N", index = "1..*", arity = "0..*",
      description = "The role, and how many of its keys must sign.")
  private List<Assignment> thresholds = new ArrayList<>();

  @Option(names = "--min", paramLabel = "ROLE=FAMILY:N",
      description = "Of the keys that sign, at least N of a family: classical or post-quantum; 0 for any number. Devices that do not know this ask for the threshold alone.")
  private List<Assignment> least = new ArrayList<>();

  RootThreshold(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(RootBody root) {
    if (thresholds.isEmpty() && least.isEmpty()) {
      throw new IllegalArgumentException("expected ROLE=N or --min ROLE=FAMILY:N");
    }
    thresholds.forEach(one -> root.setThreshold(one.role(), one.number("threshold")));
    for (Assignment one : least) {
      FamilyMinimum minimum = FamilyMinimum.parse(one.value());
      root.setLeast(one.role(), minimum.family(), minimum.number());
    }
  }
}
