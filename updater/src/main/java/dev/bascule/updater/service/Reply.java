package dev.bascule.updater.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a request came to.
 *
 * @param facts for machines: the same object that the command prints with {@code --json}
 * @param lines for people
 * @param refused whether a rule of the device forbids it
 */
public record Reply(ObjectNode facts, List<String> lines, boolean refused) {

  public Reply {
    lines = List.copyOf(lines);
  }

  /** For people, in one piece. */
  public String text() {
    return String.join("\n", lines);
  }
}
