package dev.bascule.bootctl.systemdboot;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry's file name: {@code slot-b+2-1.conf} is the entry {@code slot-b.conf} with 2 tries left and 1
 * done.
 *
 * @param stem what stands before the counter
 * @param counter null if the entry is not counted, which means that it is good
 */
record EntryName(String stem, @Nullable Counter counter, Kind kind)
    implements
      Comparable<EntryName> {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<stem>.*?)(\\+(?<left>\\d{1,9})(-(?<done>\\d{1,9}))?)?(?<suffix>\\.(conf|efi))",
          Pattern.DOTALL);

  /** Where an entry is, and by which suffix it is known. */
  enum Kind {
    /** A text file below {@code loader/entries}: type 1 of the specification. */
    TEXT(".conf", "loader/entries"),
    /** A unified kernel image below {@code EFI/Linux}: type 2. */
    IMAGE(".efi", "EFI/Linux");

    private final String suffix;
    private final String directory;

    Kind(String suffix, String directory) {
      this.suffix = suffix;
      this.directory = directory;
    }

    String directory() {
      return directory;
    }
  }

  /** Both numbers; a missing second one is 0. */
  record Counter(int left, int done) {
    Counter {
      if (left < 0 || done < 0) {
        throw new IllegalArgumentException("counter +" + left + "-" + done);
      }
    }

    /** What the loader makes of it before it boots the entry. */
    Counter tried() {
      return left > 0 ? new Counter(left - 1, done + 1) : this;
    }

    @Override
    public String toString() {
      return "+" + left + (done > 0 ? "-" + done : "");
    }
  }

  /** Reads a file's name; empty if it is no entry's: another suffix, hidden, nothing before the counter. */
  static Optional<EntryName> parse(String file) {
    var match = FORM.matcher(file);
    if (!match.matches() || file.startsWith(".") || match.group("stem").isEmpty()) {
      return Optional.empty();
    }
    var kind = match.group("suffix").equals(Kind.TEXT.suffix) ? Kind.TEXT : Kind.IMAGE;
    String left = match.group("left");
    String done = match.group("done");
    var counter = left == null
        ? null
        : new Counter(Integer.parseInt(left), done == null ? 0 : Integer.parseInt(done));
    return Optional.of(new EntryName(match.group("stem"), counter, kind));
  }

  /** The entry's name without its counter, which is its name for people and for systemd. */
  String id() {
    return stem + kind.suffix;
  }

  EntryName with(@Nullable Counter other) {
    return new EntryName(stem, other, kind);
  }

  int triesLeft() {
    return counter == null ? -1 : counter.left();
  }

  int triesDone() {
    return counter == null ? 0 : counter.done();
  }

  boolean good() {
    return counter == null;
  }

  @Override
  public int compareTo(EntryName other) {
    return toString().compareTo(other.toString());
  }

  /** The file's name, inverse of parse up to leading zeros and a written {@code -0}. */
  @Override
  public String toString() {
    return stem + (counter == null ? "" : counter) + kind.suffix;
  }
}
