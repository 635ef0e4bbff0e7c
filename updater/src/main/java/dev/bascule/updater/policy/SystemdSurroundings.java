package dev.bascule.updater.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks NetworkManager and logind, with {@code busctl}. A device without them is neither metered nor inhibited, unless a
 * file {@code metered} in the updater's run directory says that it is: for a modem's own scripts.
 */
public final class SystemdSurroundings implements Surroundings {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Programs programs;
  private final Path run;

  public SystemdSurroundings(Programs programs, Path run) {
    this.programs = programs;
    this.run = run;
  }

  /** NetworkManager's property Metered: 1 is yes, 3 is a guess that says yes. */
  @Override
  public Optional<String> metered() throws IOException {
    Path file = run.resolve("metered");
    if (Files.exists(file)) {
      return Optional.of("the connection is metered: " + file + " is there");
    }
    int metered = ask(List.of("busctl", "--json=short", "get-property",
        "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager",
        "org.freedesktop.NetworkManager", "Metered")).asInt();
    return metered == 1 || metered == 3
        ? Optional.of("the connection is metered, says NetworkManager")
        : Optional.empty();
  }

  /** logind's ListInhibitors: what, who, why, mode, user, process. */
  @Override
  public Optional<String> inhibitor() throws IOException {
    for (JsonNode inhibitor : ask(List.of("busctl", "--json=short", "call",
        "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
        "ListInhibitors")).path(0)) {
      boolean shutdown =
          List.of(inhibitor.path(0).asText().split(":", -1)).contains("shutdown");
      if (shutdown && inhibitor.path(3).asText().startsWith("block")) {
        return Optional.of(inhibitor.path(1).asText() + " inhibits a restart: "
            + inhibitor.path(2).asText());
      }
    }
    return Optional.empty();
  }

  private JsonNode ask(List<String> words) throws IOException {
    ProgramRun answer = programs.run(words, LIMIT);
    return answer.succeeded() ? JSON.readTree(answer.output()).path("data") : JSON.nullNode();
  }
}
