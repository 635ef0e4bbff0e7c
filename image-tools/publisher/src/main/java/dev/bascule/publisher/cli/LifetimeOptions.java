package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.Lifetimes;
import dev.bascule.publisher.repository.RoleKind;
import dev.bascule.publisher.rollout.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How long new metadata is good. */
final class LifetimeOptions {

  @Option(names = "--expires-in", paramLabel = "ROLE=SPAN",
      description = "How long new metadata of a role is good. The default: root=365d targets=365d images=365d rollout=180d snapshot=30d timestamp=7d.")
  private List<Assignment> chosen = new ArrayList<>();

  /**
   * Reads the choices.
   *
   * @throws IllegalArgumentException for other roles, and for what is no length of time
   */
  Lifetimes read() {
    Map<RoleKind, Duration> lifetimes = new EnumMap<>(RoleKind.class);
    for (Assignment one : chosen) {
      lifetimes.put(RoleKind.parse(one.role()), Span.parse(one.value()));
    }
    return new Lifetimes(lifetimes);
  }
}
