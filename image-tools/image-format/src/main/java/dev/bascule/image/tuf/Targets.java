package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of the targets role and of each role that it delegates to (specification 4.5).
 *
 * @param targets files by their path
 * @param delegations which other roles speak for which paths
 */
public record Targets(
    Header header,
    Map<String, TargetFile> targets,
    Delegations delegations) implements Metadata {

  public Targets {
    targets = Map.copyOf(targets);
  }

  static Targets read(Members signed, Header header) throws JsonException {
    Members listed = signed.object("targets");
    Map<String, TargetFile> targets = new HashMap<>();
    for (String path : listed.names()) {
      targets.put(path, TargetFile.read(listed.object(path)));
    }
    Optional<Members> delegations = signed.optionalObject("delegations");
    return new Targets(
        header,
        targets,
        delegations.isPresent() ? Delegations.read(delegations.get()) : Delegations.NONE);
  }
}
