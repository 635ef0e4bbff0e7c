package dev.bascule.lab.bench;

import java.util.List;

/** The middle and the ends of some values. */
public record Spread(double median, double least, double most) {

  /** Of at least one value. With an even count, the median is the mean of the two in the middle. */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median = sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }
}
