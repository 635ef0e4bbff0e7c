package dev.bascule.lab.bench;

import java.util.Locale;

/** What is compared between programs. */
enum Quantity {
  WALL("wall", "s", 1) {
    @Override
    double of(Measurement measurement) {
      return measurement.wallSeconds();
    }
  },
  CPU("user+sys", "s", 1) {
    @Override
    double of(Measurement measurement) {
      return measurement.userSeconds() + measurement.systemSeconds();
    }
  },
  PEAK("peak memory", "MiB", 1 << 20) {
    @Override
    double of(Measurement measurement) {
      return measurement.peakBytes();
    }
  },
  PAYLOAD("payload", "MB", 1_000_000) {
    @Override
    double of(Measurement measurement) {
      return measurement.payloadBytes();
    }
  },
  WRITTEN("written", "MB", 1_000_000) {
    @Override
    double of(Measurement measurement) {
      return measurement.writtenBytes();
    }
  };

  private final String title;
  private final String unit;
  private final double scale;

  Quantity(String title, String unit, double scale) {
    this.title = title;
    this.unit = unit;
    this.scale = scale;
  }

  /** In seconds or bytes. */
  abstract double of(Measurement measurement);

  /** Name and unit, for people. */
  String heading() {
    return title + ", " + unit;
  }

  /** The name's form in JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A value in this quantity's unit. */
  String format(double value) {
    return value < 0 ? "unknown" : "%.2f".formatted(value / scale);
  }
}
