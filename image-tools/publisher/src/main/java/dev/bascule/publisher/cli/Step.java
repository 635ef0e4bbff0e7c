package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.progress.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A subcommand that does something: it works, then reports for people or, with {@code --json}, for machines. */
abstract class Step implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(names = "--json", description = "Report as one JSON object on standard output.")
  private boolean json;

  Step(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does the work. */
  abstract Report run() throws IOException;

  @Override
  public final Integer call() throws IOException {
    Report report = run();
    if (json) {
      surroundings.out().println(report.json().toPrettyString());
    } else {
      report.lines().forEach(surroundings.out()::println);
    }
    return report.exitCode();
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final boolean wantsJson() {
    return json;
  }

  final Progress progress() {
    return Progress.on(surroundings.err(), surroundings.terminal());
  }

  /** Tells a person something that is no error but should not go unseen. */
  final void warn(String warning) {
    surroundings.err().println("warning: " + warning);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
