package dev.bascule.lab.load;

import dev.bascule.lab.bench.Spread;
import java.util.List;

/**
 * What some looks of one device have cost.
 *
 * @param requests how many the origin was asked
 * @param seconds processor time of the device's processes
 * @param peak resident memory, in bytes; of several processes, the most
 */
record LookCost(int requests, Traffic traffic, double seconds, long peak) {

  private static final double MIB = 1 << 20;

  /** Both, one after the other. */
  LookCost and(LookCost next) {
    return new LookCost(requests + next.requests,
        new Traffic(traffic.connections() + next.traffic.connections(),
            traffic.up() + next.traffic.up(), traffic.down() + next.traffic.down()),
        seconds + next.seconds, Math.max(peak, next.peak));
  }

  /** The documentation's columns: the median of each. */
  static String row(List<LookCost> rounds) {
    return "%.0f | %,.0f | %,.0f | %.2f | %.1f".formatted(
        median(rounds.stream().map(cost -> (double) cost.requests).toList()),
        median(rounds.stream().map(cost -> (double) cost.traffic.up()).toList()),
        median(rounds.stream().map(cost -> (double) cost.traffic.down()).toList()),
        median(rounds.stream().map(LookCost::seconds).toList()),
        median(rounds.stream().map(cost -> cost.peak / MIB).toList()));
  }

  private static double median(List<Double> values) {
    return Spread.of(values).median();
  }
}
