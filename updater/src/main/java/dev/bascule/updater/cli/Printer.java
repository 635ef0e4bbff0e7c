package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.report.Failures;
import dev.bascule.updater.report.Results;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

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

  /** Prints lines that only people want. */
  void talk(List<String> lines) {
    if (!json) {
      lines.forEach(out::println);
      out.flush();
    }
  }

  /** Prints what became of a verb, and returns the exit code for it. */
  int result(Result result) {
    return result(result, object());
  }

  /** The same, with more facts for machines. */
  int result(Result result, ObjectNode facts) {
    Results.add(result, facts);
    String remedy = Results.remedy(result);
    switch (result) {
      case Result.Done _ -> print(facts,
          List.of(Results.words(result) + (remedy.isEmpty() ? "" : "; " + remedy)));
      case Result.Refused _,Result.Unhealthy _,Result.Damaged _ ->
        complain(Results.words(result), remedy, facts);
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
    ObjectNode facts = Failures.facts(failure);
    complain(facts.path("message").asText(), facts.path("remedy").asText(), facts);
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
}
