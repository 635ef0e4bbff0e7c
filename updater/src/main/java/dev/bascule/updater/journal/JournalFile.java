package dev.bascule.updater.journal;

import dev.bascule.image.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is in one file of the journal. A line whose digits agree with the line before it and with its own JSON is
 * whole; damage costs its own line and one or two after it, not the rest. A whole line whose event is not known is from a
 * later version of this program: it is passed over and stays.
 *
 * @param entries the whole lines that are understood
 * @param lastNumber the highest number of a whole line, understood or not; 0 if there is none
 * @param links the digits of each whole line, by its entry's number, in their order
 * @param end where the last whole line ends, in bytes
 * @param lastLink its digits, or {@link Chain#START} if there is none
 * @param torn bytes after the last whole line: what a power cut leaves
 * @param damaged lines before the last whole one that are not: what no power cut leaves
 */
record JournalFile(List<Entry> entries, SequencedMap<Long, String> links, long lastNumber, int end,
    String lastLink, int torn, long damaged) {

  JournalFile {
    entries = List.copyOf(entries);
    links = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(links));
  }

  /** Reads a file's bytes. */
  static JournalFile parse(byte[] content) {
    return new Parser(content).parse();
  }

  /** Goes through a file's lines. */
  private static final class Parser {
    private final byte[] content;
    private final List<Entry> entries = new ArrayList<>();
    private final SequencedMap<Long, String> links = new LinkedHashMap<>();
    private long lastNumber;
    private int end;
    private String lastLink = Chain.START;
    private long damaged;
    private long suspect;

    Parser(byte[] content) {
      this.content = content;
    }

    JournalFile parse() {
      String before = Chain.START;
      int start = 0;
      for (int stop = lineEnd(start); stop >= 0; stop = lineEnd(start)) {
        String link = link(start, stop);
        byte[] json = Arrays.copyOfRange(content, Math.min(start + Chain.LENGTH + 1, stop), stop);
        if (link.equals(Chain.link(before, json)) && understand(json, link)) {
          damaged += suspect;
          suspect = 0;
          lastLink = link;
          end = stop + 1;
        } else {
          suspect++;
        }
        before = link;
        start = stop + 1;
      }
      // A cut leaves no line feed: whole lines that do not hold were altered.
      return new JournalFile(entries, links, lastNumber, end, lastLink,
          suspect > 0 ? 0 : content.length - end, damaged + suspect);
    }

    /** Takes a line's entry; false if it is none. */
    private boolean understand(byte[] json, String link) {
      try {
        long number = EntryJson.number(json);
        links.put(number, link);
        lastNumber = Math.max(lastNumber, number);
      } catch (JsonException e) {
        return false;
      }
      try {
        entries.add(EntryJson.decode(json));
      } catch (JsonException e) {
        return true;
      }
      return true;
    }

    private String link(int start, int stop) {
      return new String(content, start, Math.min(Chain.LENGTH, stop - start),
          StandardCharsets.ISO_8859_1);
    }

    private int lineEnd(int start) {
      for (int i = start; i < content.length; i++) {
        if (content[i] == '\n') {
          return i;
        }
      }
      return -1;
    }
  }
}
