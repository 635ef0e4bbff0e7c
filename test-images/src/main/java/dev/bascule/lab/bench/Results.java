package dev.bascule.lab.bench;

import java.util.List;
import java.util.Map;

/**
 * All that a benchmark measured.
 *
 * @param title what was done
 * @param setting where and with what
 * @param contenders by name, with what each does; the last is what the others are compared with
 * @param rounds at least one, every contender in each
 */
record Results(
    String title,
    Setting setting,
    Map<String, String> contenders,
    List<Round> rounds) {

  Results {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("a benchmark has at least one round");
    }
  }

  /** A contender's values over the rounds. */
  Spread of(String contender, Quantity quantity) {
    return Spread.of(rounds.stream().map(round -> quantity.of(round.of(contender))).toList());
  }

  /**
   * How many times as much one contender needs as another: round by round, so that what disturbed the
   * machine during a round disturbs both sides of a ratio.
   */
  Spread ratio(String contender, String other, Quantity quantity) {
    return Spread.of(
        rounds.stream()
            .map(round -> quantity.of(round.of(contender)) / quantity.of(round.of(other)))
            .toList());
  }
}
