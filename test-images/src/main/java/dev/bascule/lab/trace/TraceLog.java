package dev.bascule.lab.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * strace's log, call by call in the order in which they ended. What ended while a sync of another thread was under way
 * comes after that sync: it need not be covered by it.
 */
final class TraceLog {

  private static final String UNFINISHED = "<unfinished ...>";
  private static final String RESUMED = " resumed>";

  private final Map<String, String> begun = new HashMap<>();
  private final Set<String> syncing = new HashSet<>();
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
        syncing.add(process);
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
    boolean sync = syncing.remove(process);
    if (call.succeeded()) {
      if (sync || syncing.isEmpty()) {
        calls.add(call);
      } else {
        held.add(call);
      }
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
