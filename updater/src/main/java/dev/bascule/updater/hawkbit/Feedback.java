package dev.bascule.updater.hawkbit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What the device says about an action.
 *
 * @param details lines for people; the server keeps 512 characters of each
 */
public record Feedback(Execution execution, Finished finished, List<String> details) {

  private static final int MAX_DETAILS = 24;
  private static final int MAX_DETAIL = 500;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Where the action stands. */
  public enum Execution {
    PROCEEDING, CLOSED, REJECTED
  }

  /** How it ended. */
  public enum Finished {
    NONE, SUCCESS, FAILURE
  }

  public Feedback {
    details = details.stream()
        .limit(MAX_DETAILS)
        .map(line -> line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "…")
        .toList();
  }

  /** It goes on. */
  public static Feedback proceeding(String words) {
    return new Feedback(Execution.PROCEEDING, Finished.NONE, List.of(words));
  }

  /** It is over. */
  public static Feedback closed(boolean success, List<String> details) {
    return new Feedback(Execution.CLOSED, success ? Finished.SUCCESS : Finished.FAILURE, details);
  }

  /** The device will not do that. */
  public static Feedback rejected(String words) {
    return new Feedback(Execution.REJECTED, Finished.NONE, List.of(words));
  }

  /** Older servers want the id and {@code time}, newer ones {@code timestamp}; each ignores the other's. */
  ObjectNode json(String action, Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("id", action)
        .put("time", TIME.format(now))
        .put("timestamp", now.toEpochMilli());
    ObjectNode status = json.putObject("status").put("execution", word(execution));
    status.putObject("result").put("finished", word(finished));
    details.forEach(status.putArray("details")::add);
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
