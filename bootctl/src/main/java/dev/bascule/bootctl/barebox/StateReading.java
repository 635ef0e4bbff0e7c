package dev.bascule.bootctl.barebox;

import java.util.List;

/**
 * What {@code barebox-state} gave for variables that it was asked for.
 *
 * @param values one for each, in the order of the question
 * @param warnings what it said besides, a line each: which copies were broken, for instance
 */
record StateReading(List<Long> values, List<String> warnings) {
  StateReading {
    values = List.copyOf(values);
    warnings = List.copyOf(warnings);
  }
}
