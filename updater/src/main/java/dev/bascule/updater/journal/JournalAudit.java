package dev.bascule.updater.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the journal is whole: every line tied to the one before it, every file to the one before it, no number left out. What was cut off at
 * its end shows only to somebody who has taken down an earlier head.
 *
 * @param findings what is not as it was written, for people; empty if all is
 * @param head the last line, or null in an empty journal
 */
public record JournalAudit(List<String> findings, @Nullable Head head) {

  public JournalAudit {
    findings = List.copyOf(findings);
  }

  /**
   * A line to be found again.
   *
   * @param number its entry's number
   * @param link its digits
   */
  public record Head(long number, String link) {

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Head parse(String text) {
      int colon = text.indexOf(':');
      String link = text.substring(colon + 1);
      if (colon < 1 || !link.matches("[0-9a-f]{" + Chain.LENGTH + "}")) {
        throw new IllegalArgumentException("expected a number, a colon and " + Chain.LENGTH
            + " hexadecimal digits");
      }
      return new Head(Long.parseLong(text.substring(0, colon)), link);
    }

    @Override
    public String toString() {
      return number + ":" + link;
    }
  }

  /**
   * Reads the journal and looks at every line.
   *
   * @param known a head that was taken down earlier, or null
   */
  public static JournalAudit of(Path path, @Nullable Head known) throws JournalException {
    JournalDirectory directory = new JournalDirectory(path);
    Examination examination = new Examination();
    for (Path file : directory.files()) {
      examination.add(file.getFileName().toString(), directory.read(file));
    }
    return examination.end(known);
  }

  /** Goes through the files, oldest first. */
  private static final class Examination {
    private final List<String> findings = new ArrayList<>();
    private final TreeMap<Long, String> links = new TreeMap<>();
    private final Map<Long, Entry> entries = new HashMap<>();
    private Optional<String> lastName = Optional.empty();
    private String lastLink = "";
    private long wholeFrom = 1;
    private @Nullable Head head;

    void add(String name, JournalFile file) {
      if (file.damaged() > 0) {
        findings.add(name + ": " + file.damaged()
            + " lines are not as they were written, or stand behind one that was removed");
      }
      if (file.torn() > 0) {
        findings.add(name + ": the last " + file.torn()
            + " bytes are no whole line, as a power cut leaves it");
      }
      long own = tie(name, file);
      for (Entry entry : file.entries()) {
        Entry before = entries.put(entry.number(), entry);
        if (before != null && !before.equals(entry)) {
          findings.add(name + ": entry " + entry.number() + " is not what " + lastName.orElse("")
              + " has");
        }
        if (entry.event() instanceof Event.JournalDamaged(String damaged, long lines)) {
          findings.add(name + ": entry " + entry.number() + " says that " + lines + " lines of "
              + damaged + " could not be read");
        }
      }
      file.links().forEach((number, link) -> {
        if (number >= own) {
          links.put(number, link);
          head = new Head(number, link);
        }
      });
      lastName = Optional.of(name);
      lastLink = file.lastLink();
    }

    /** A file that is not the first says which one it goes on from; its own entries begin with that. */
    private long tie(String name, JournalFile file) {
      Optional<Entry> tie = file.entries()
          .stream()
          .filter(entry -> entry.event() instanceof Event.Continued)
          .reduce((earlier, later) -> later);
      if (tie.isEmpty()) {
        if (lastName.isPresent() || !name.equals(JournalDirectory.FIRST)) {
          findings
              .add(name + ": expected to go on from an earlier file, found that it does not say");
        }
        return 1;
      }
      if (lastName.isEmpty()) {
        wholeFrom = tie.get().number();
      } else if (tie.get().event() instanceof Event.Continued(String from, String link)
          && !(from.equals(lastName.get()) && link.equals(lastLink))) {
        findings.add(name + ": goes on from " + from + " with the digits " + link + ", found "
            + lastName.get() + " that ends with " + lastLink);
      }
      return tie.get().number();
    }

    JournalAudit end(@Nullable Head known) {
      long expected = wholeFrom;
      for (long number : links.tailMap(wholeFrom).keySet()) {
        if (number > expected) {
          findings.add("entries " + expected + " to " + (number - 1) + " are missing");
        }
        expected = number + 1;
      }
      if (known != null) {
        compare(known);
      }
      return new JournalAudit(findings, head);
    }

    private void compare(Head known) {
      String link = links.get(known.number());
      if (link == null) {
        findings.add("entry " + known.number() + (known.number() < wholeFrom
            ? " is older than what is kept: nothing can be said of it"
            : " is missing: it was there when its digits were taken down"));
      } else if (!link.equals(known.link())) {
        findings.add("entry " + known.number() + " has the digits " + link
            + ", expected those that were taken down: " + known.link());
      }
    }
  }
}
