package dev.bascule.updater.policy;

import dev.bascule.updater.config.PolicySettings;
import dev.bascule.updater.config.Step;
import dev.bascule.updater.config.Window;
import dev.bascule.updater.health.CheckDirectory;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What stands between the device and a step that it would take by itself: windows first, which cost nothing, then the
 * connection or those who inhibit a shutdown, then hooks, which may do something.
 */
public final class Gates {

  private final PolicySettings policy;
  private final Programs programs;
  private final Surroundings surroundings;
  private final Clock clock;
  private final ZoneId local;

  /**
   * The gates of a device.
   *
   * @param local the device's time zone
   */
  public Gates(PolicySettings policy, Programs programs, Surroundings surroundings, Clock clock,
      ZoneId local) {
    this.policy = policy;
    this.programs = programs;
    this.surroundings = surroundings;
    this.clock = clock;
    this.local = local;
  }

  /** Whether a step may be taken now. Runs the step's hooks, if nothing else keeps from it. */
  public Opening ask(Step step) throws IOException {
    Opening window = window(step);
    if (window instanceof Opening.Closed) {
      return window;
    }
    Optional<String> why = switch (step) {
      case INSTALL -> policy.waitWhenMetered() ? surroundings.metered() : Optional.empty();
      case ACTIVATE -> Optional.empty();
      case REBOOT -> policy.inhibitors() ? surroundings.inhibitor() : Optional.empty();
    };
    if (why.isEmpty()) {
      why = hooks(step);
    }
    return why.isEmpty() ? new Opening.Open() : new Opening.Closed(why.get(), null);
  }

  /** Whether a window is open for a step. Does nothing else. */
  public Opening window(Step step) {
    List<Window> windows =
        policy.windows().stream().filter(window -> window.steps().contains(step)).toList();
    Instant now = clock.instant();
    if (windows.isEmpty() || windows.stream().anyMatch(window -> window.open(now, local))) {
      return new Opening.Open();
    }
    Instant next = windows.stream()
        .flatMap(window -> window.opens(now, local).stream())
        .min(Instant::compareTo)
        .orElse(null);
    return new Opening.Closed("the window to " + step.word() + " opens "
        + (next == null ? "never" : "at " + next.atZone(local).toOffsetDateTime()), next);
  }

  private Optional<String> hooks(Step step) throws IOException {
    for (Path directory : policy.hooks()) {
      Path hooks = directory.resolve("before-" + step.word() + ".d");
      for (Path hook : new CheckDirectory(hooks).files()) {
        ProgramRun run = programs.run(List.of(hook.toString()), policy.hookTimeout());
        if (!run.succeeded()) {
          return Optional.of("the hook " + hook + " says no: " + run.wordsAndOutput());
        }
      }
    }
    return Optional.empty();
  }
}
