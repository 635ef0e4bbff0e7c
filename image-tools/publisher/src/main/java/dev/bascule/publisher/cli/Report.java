package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a command has to say when it is done, twice: for people and for machines.
 *
 * @param lines for people
 * @param json the same facts for machines
 * @param exitCode one of {@link ExitCode}'s
 */
record Report(List<String> lines, ObjectNode json, int exitCode) {

  Report {
    lines = List.copyOf(lines);
  }

  /** A report of success. */
  static Report of(ObjectNode json, String... lines) {
    return new Report(List.of(lines), json, ExitCode.OK);
  }

  static Report of(ObjectNode json, List<String> lines) {
    return new Report(lines, json, ExitCode.OK);
  }
}
