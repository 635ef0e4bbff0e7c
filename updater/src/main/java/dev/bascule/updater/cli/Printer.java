package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.BootException;
import dev.bascule.image.bundle.BundleException;
import dev.bascule.image.tuf.ExpiredException;
import dev.bascule.image.tuf.RollbackException;
import dev.bascule.image.tuf.TufException;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.install.InstallException;
import dev.bascule.updater.update.DeviceLock.BusyException;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * How results reach the reader: lines for people, or one JSON object for machines. Members are only ever added.
 *
 * @param json whether machines read
 * @param out results
 * @param err talk: warnings and errors
 */
record Printer(boolean json, PrintWriter out, PrintWriter err) {

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Prints facts for machines, or the same in lines for people. */
  void print(ObjectNode facts, Iterable<String> lines) {
    if (json) {
      out.println(facts.toPrettyString());
    } else {
      lines.forEach(out::println);
    }
  }

  /** Prints what became of a verb, and returns the exit code for it. */
  int result(Result result) {
    return result(result, object());
  }

  /** The same, with more facts for machines. */
  int result(Result result, ObjectNode facts) {
    switch (result) {
      case Result.Done(var summary, boolean changed, boolean rebootNeeded) -> {
        facts.put("result", "done")
            .put("summary", summary)
            .put("changed", changed)
            .put("reboot_needed", rebootNeeded);
        print(facts, List.of(
            summary + (rebootNeeded ? "; restart the device: bascule reboot" : "")));
      }
      case Result.Refused(var reason, var explanation, var remedy) -> {
        facts.put("result", "refused")
            .put("reason", reason)
            .put("explanation", explanation)
            .put("remedy", remedy);
        complain("refused: " + explanation, remedy, facts);
      }
      case Result.Unhealthy(var explanation, boolean fallsBack) -> {
        facts.put("result", "unhealthy")
            .put("explanation", explanation)
            .put("falls_back", fallsBack);
        complain(explanation, fallsBack
            ? "the slot is given up; the next start is the other one: bascule reboot"
            : "there is no other slot that would boot, so this one stays: repair it in place",
            facts);
      }
      case Result.Damaged(var explanation, var remedy) -> {
        facts.put("result", "damaged").put("explanation", explanation).put("remedy", remedy);
        complain(explanation, remedy, facts);
      }
    }
    return exit(result);
  }

  /** One line for the log: what happened, and more about it. For machines one object a line. */
  void event(String event, String detail) {
    if (json) {
      out.println(object().put("event", event).put("detail", detail));
    } else {
      out.println("event=" + event + " detail=\"" + detail.replace("\"", "'") + '"');
    }
    out.flush();
  }

  /** What became of a verb, in one line. */
  static String words(Result result) {
    return switch (result) {
      case Result.Done done -> done.summary();
      case Result.Refused refused -> "refused: " + refused.explanation();
      case Result.Unhealthy unhealthy -> unhealthy.explanation();
      case Result.Damaged damaged -> damaged.explanation();
    };
  }

  /** The exit code for what became of a verb. */
  static int exit(Result result) {
    return switch (result) {
      case Result.Done _ -> ExitCode.OK;
      case Result.Refused _ -> ExitCode.REFUSED;
      case Result.Unhealthy _ -> ExitCode.UNHEALTHY;
      case Result.Damaged _ -> ExitCode.DAMAGED;
    };
  }

  /** Prints an error that ends the command. */
  void failure(IOException failure) {
    String message = failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage();
    String remedy = remedy(failure);
    complain(message, remedy,
        object().put("result", "error")
            .put("error", kind(failure))
            .put("message", message)
            .put("remedy", remedy));
  }

  private void complain(String message, String remedy, ObjectNode facts) {
    if (json) {
      out.println(facts.toPrettyString());
    } else {
      err.println("bascule: " + message);
      if (!remedy.isEmpty()) {
        err.println("         " + remedy);
      }
    }
  }

  private static String remedy(IOException failure) {
    return switch (failure) {
      case UpdaterException e -> e.remedy();
      case BootException e -> e.remedy();
      case ExpiredException _ ->
        "renew the repository: bascule-image refresh; a bundle that cannot be renewed is taken "
            + "with --allow-expired, which the journal keeps";
      case RollbackException _ ->
        "what is offered is older than what this device has seen: take a newer bundle, or a "
            + "mirror that is up to date";
      default -> "";
    };
  }

  private static String kind(IOException failure) {
    return switch (failure) {
      case BundleException _ -> "bundle";
      case TufException e when e.getCause() instanceof BundleException -> "bundle";
      case TufException e -> e.reason();
      case InstallException e -> e.fault().name().toLowerCase(Locale.ROOT);
      case BootException _ -> "boot_loader";
      case BusyException _ -> "busy";
      case UpdaterException _ -> "updater";
      default -> "io";
    };
  }
}
