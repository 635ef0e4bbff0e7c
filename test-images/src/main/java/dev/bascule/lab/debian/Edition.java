package dev.bascule.lab.debian;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** One of the two states of the system that an update leads from and to. */
public enum Edition {
  /** The point release as it came out. */
  BEFORE("2026-07-11T00:00:00Z"),
  /** The same packages with all that was published since. */
  AFTER("2026-11-20T00:00:00Z");

  private final Instant time;

  Edition(String time) {
    this.time = Instant.parse(time);
  }

  /** The edition's name in files: {@code before} or {@code after}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** When the image says it was built; no file in it is younger. */
  public Instant time() {
    return time;
  }

  /** The parts of Debian's archive that its packages come from. */
  List<String> suites() {
    return switch (this) {
      case BEFORE -> List.of("bookworm");
      case AFTER -> List.of("bookworm", "bookworm-updates", "bookworm-security");
    };
  }
}
