package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.FamilyAdvice;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.RoleSignatories;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds a model's roles to the repository, or exchanges their keys. */
@Command(name = "set",
    description = "Add a model, or exchange the keys of one: who signs its images, and who its rollout.",
    footer = {
        "", "Example: two people sign images together, a third decides when they go out:",
        "  bascule-image model set board --repo repository --key images=alice.pub \\",
        "      --key images=bob.pub --threshold images=2 --key rollout=carol.pub \\",
        "      --keys targets.key online.key",
        "", "Example: images that a quantum computer cannot forge either, while old devices go on:",
        "  bascule-image model set board --repo repository --key images=alice.pub \\",
        "      --key images=alice-pq.pub --min images=classical:1 --min images=post-quantum:1 \\",
        "      --keys targets.key online.key alice.key alice-pq.key"})
final class ModelSet extends PublishingStep {

  private static final List<String> ROLES = List.of("images", "rollout");

  @Parameters(paramLabel = "MODEL",
      description = "The model: lower-case letters, digits, '.', '_' or '-'.")
  private ModelRoles model = new ModelRoles("model");

  @Mixin
  private SignatoryOptions signatories = new SignatoryOptions();

  ModelSet(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    Map<String, RoleSignatories> chosen = signatories.read(ROLES);
    boolean isNew = !change.base().models().contains(model);
    if (chosen.isEmpty() || (isNew && chosen.size() < ROLES.size())) {
      throw new IllegalArgumentException(
          "expected --key images=FILE and --key rollout=FILE: both for a new model");
    }
    chosen.forEach((role, keys) -> {
      warnIfShared(role, keys, chosen);
      FamilyAdvice.of(role, keys.authority()).forEach(this::warn);
    });
    for (Map.Entry<String, RoleSignatories> role : chosen.entrySet()) {
      if (role.getKey().equals("images")) {
        change.edition().delegateImages(model, role.getValue());
      } else {
        change.edition().delegateRollout(model, role.getValue());
      }
    }
    change.json().put("model", model.model());
    change.lines().add("model      " + model.model() + (isNew ? " (new)" : ""));
  }

  private void warnIfShared(String role, RoleSignatories keys,
      Map<String, RoleSignatories> chosen) {
    RoleSignatories images = chosen.get("images");
    if (role.equals("rollout") && images != null
        && images.threshold() == 1
        && keys.keys().stream().anyMatch(images.keys()::contains)) {
      warn("the same key signs images and rollout: whoever decides when can also decide what");
    }
  }
}
