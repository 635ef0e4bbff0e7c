package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.machine.PoweredMachine;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Starts of a machine that lead to no system, one after the other, as QEMU counts them.
 *
 * @param each in their order
 */
record VainStarts(List<Start> each) {

  /** What the initramfs says first. */
  static final String SIGN = "LAB initramfs root=ROOT-";

  private static final Pattern STARTED = Pattern.compile(SIGN + "(\\w)");
  private static final Duration POLL = Duration.ofMillis(300);
  /** A machine that does not start anew for so long stands still. */
  private static final Duration STILL = Duration.ofMinutes(4);

  /**
   * One of them.
   *
   * @param slot whose kernel was started; empty if the loader found none
   * @param time until the machine started anew
   */
  record Start(Optional<Slot> slot, Duration time) {

    @Override
    public String toString() {
      return slot.map(Slot::name).orElse("no kernel")
          + " %.1f s".formatted(time.toMillis() / 1e3);
    }
  }

  /** Watches a machine from when it was switched on, until it was enough or the machine stands still. */
  static VainStarts watch(PoweredMachine machine, Predicate<VainStarts> enough)
      throws IOException {
    List<Start> starts = new ArrayList<>();
    Instant last = Instant.now();
    int kernels = 0;
    while (!enough.test(new VainStarts(starts))
        && Duration.between(last, Instant.now()).compareTo(STILL) < 0) {
      pause();
      List<Instant> restarts = machine.restarts();
      if (restarts.size() > starts.size()) {
        List<MatchResult> said = STARTED.matcher(machine.console()).results().toList();
        Instant next = restarts.get(starts.size());
        starts.add(new Start(said.size() > kernels
            ? Optional.of(Slot.valueOf(said.get(kernels).group(1)))
            : Optional.empty(), Duration.between(last, next)));
        kernels = said.size();
        last = next;
      }
    }
    return new VainStarts(List.copyOf(starts));
  }

  /** How many of them were a slot's. */
  int of(Slot slot) {
    return (int) each.stream().filter(start -> start.slot().equals(Optional.of(slot))).count();
  }

  /** The shortest of those in which the loader found no kernel; empty if there was none. */
  Optional<Duration> shortestWithoutKernel() {
    return each.stream()
        .filter(start -> start.slot().isEmpty())
        .map(Start::time)
        .min(Duration::compareTo);
  }

  @Override
  public String toString() {
    return each.isEmpty()
        ? "the machine stands still"
        : each.stream().map(Start::toString).collect(Collectors.joining(", "));
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("watching a machine");
    }
  }
}
