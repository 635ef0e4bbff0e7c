package dev.bascule.lab.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * strace's log, call by call in the order in which they ended, but for syncs: each stands where it began, before all that
 * ended while it was under way and need not be covered by it, and behind all that ended before.
 */
final class TraceLog {

  private static final String UNFINISHED = "<unfinished ...>";
  private static final String RESUMED = " resumed>";

  private final Map<String, String> begun = new HashMap<>();
  /** By process: how many of the calls that are held had ended when its sync began. */
  private final Map<String, Integer> syncing = new HashMap<>();
  private final List<SystemCall> held = new ArrayList<>();
  private final List<SystemCall> calls = new ArrayList<>();

  private TraceLog() {}

  /** Reads the calls that succeeded. */
  static List<SystemCall> read(Path file) throws IOException {
    TraceLog log = new TraceLog();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.take(line);
      }
    }
    log.calls.addAll(log.held);
    return log.calls;
  }

  private void take(String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      return;
    }
    String process = line.substring(0, space);
    String text = line.substring(space).strip();
    if (text.startsWith("+++") || text.startsWith("---")) {
      return;
    }
    if (text.endsWith(UNFINISHED)) {
      String head = text.substring(0, text.length() - UNFINISHED.length());
      begun.put(process, head);
      if (isSync(head)) {
        syncing.put(process, held.size());
      }
      return;
    }
    int resumed = text.startsWith("<... ") ? text.indexOf(RESUMED) : -1;
    String whole = resumed < 0
        ? text
        : begun.getOrDefault(process, "") + text.substring(resumed + RESUMED.length());
    begun.remove(process);
    end(process, whole);
  }

  private void end(String process, String whole) {
    int equals = whole.lastIndexOf(" = ");
    int close = whole.lastIndexOf(')', Math.max(equals, 0));
    if (equals < 0 || close < 0) {
      return;
    }
    SystemCall call =
        SystemCall.parse(whole.substring(0, close), whole.substring(equals + " = ".length()));
    Integer began = syncing.remove(process);
    if (call.succeeded()) {
      int place = began == null ? held.size() : began;
      held.add(place, call);
      syncing.replaceAll((other, at) -> at > place ? at + 1 : at);
    }
    if (syncing.isEmpty()) {
      calls.addAll(held);
      held.clear();
    }
  }

  private static boolean isSync(String head) {
    return head.startsWith("fsync(") || head.startsWith("fdatasync(");
  }
}
