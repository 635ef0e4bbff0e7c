package dev.bascule.updater.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.update.Result;

/** What became of a verb, in words and in JSON. */
public final class Results {

  private Results() {}

  /** In one line. */
  public static String words(Result result) {
    return switch (result) {
      case Result.Done done -> done.summary();
      case Result.Refused refused -> "refused: " + refused.explanation();
      case Result.Unhealthy unhealthy -> unhealthy.explanation();
      case Result.Damaged damaged -> damaged.explanation();
    };
  }

  /** What a person can do next; empty where nothing has to be done. */
  public static String remedy(Result result) {
    return switch (result) {
      case Result.Done(var _, boolean _, boolean rebootNeeded) ->
        rebootNeeded ? "restart the device: bascule reboot" : "";
      case Result.Refused refused -> refused.remedy();
      case Result.Damaged damaged -> damaged.remedy();
      case Result.Unhealthy(var _, boolean fallsBack) -> fallsBack
          ? "the slot is given up; the next start is the other one: bascule reboot"
          : "there is no other slot that would boot, so this one stays: repair it in place";
    };
  }

  /** Adds it to what machines read. */
  public static ObjectNode add(Result result, ObjectNode facts) {
    return switch (result) {
      case Result.Done(var summary, boolean changed, boolean rebootNeeded) ->
        facts.put("result", "done")
            .put("summary", summary)
            .put("changed", changed)
            .put("reboot_needed", rebootNeeded);
      case Result.Refused(var reason, var explanation, var remedy) ->
        facts.put("result", "refused")
            .put("reason", reason)
            .put("explanation", explanation)
            .put("remedy", remedy);
      case Result.Unhealthy(var explanation, boolean fallsBack) ->
        facts.put("result", "unhealthy")
            .put("explanation", explanation)
            .put("falls_back", fallsBack);
      case Result.Damaged(var explanation, var remedy) ->
        facts.put("result", "damaged").put("explanation", explanation).put("remedy", remedy);
    };
  }
}
