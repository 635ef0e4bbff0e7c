package dev.bascule.lab.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One installation by every contender, one after the other.
 *
 * @param measurements by the contender's name, in the order in which they ran
 */
record Round(Map<String, Measurement> measurements) {

  Round {
    measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
  }

  /** A contender's measurement; every contender takes part in every round. */
  Measurement of(String contender) {
    Measurement measurement = measurements.get(contender);
    if (measurement == null) {
      throw new IllegalArgumentException(
          "no contender " + contender + " in " + measurements.keySet());
    }
    return measurement;
  }
}
