package dev.bascule.lab.bench;

import java.util.Locale;

/** What kind of storage a benchmark's slots are on. */
public enum Medium {
  /** This machine's own, as fast as it is. */
  MACHINE(0, 0),
  /** As an eMMC 5.1 of a device: 250 MB/s to read, 100 MB/s to write. */
  EMMC(250_000_000, 100_000_000);

  private final long readRate;
  private final long writeRate;

  Medium(long readRate, long writeRate) {
    this.readRate = readRate;
    this.writeRate = writeRate;
  }

  /** Bytes per second that can be read at most; 0 for no limit. */
  long readRate() {
    return readRate;
  }

  /** Bytes per second that can be written at most; 0 for no limit. */
  long writeRate() {
    return writeRate;
  }

  boolean limited() {
    return writeRate > 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In words, for a report. */
  String description() {
    return limited()
        ? "limited to %d MB/s for reading and %d MB/s for writing, as eMMC is"
            .formatted(readRate / 1_000_000, writeRate / 1_000_000)
        : "this machine's storage, not limited";
  }
}
