package dev.bascule.bootctl.variables;

import dev.bascule.bootctl.choice.Repair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a boot loader keeps its variables. */
public interface VariableStore {

  /** What is locked against other writers of ours. */
  Path lock();

  /** Reads all variables; writes nothing. */
  Stored read() throws IOException;

  /**
   * Changes variables in one durable step; all others stay as they are. An implementation says what a
   * power cut leaves behind.
   *
   * @param before the variables as they were read, under the same lock
   * @param changes new values, empty for a variable to remove
   */
  void write(Map<String, String> before, Map<String, Optional<String>> changes)
      throws IOException;

  /** What makes every damaged copy like the one that counts; nothing where none is damaged. */
  Repair readRepair() throws IOException;

  /**
   * What one read gave.
   *
   * @param faults what is not as it should be, in sentences; empty on a healthy device
   */
  record Stored(Map<String, String> variables, List<String> faults) {
    public Stored {
      variables = Map.copyOf(variables);
      faults = List.copyOf(faults);
    }
  }

  /** Variables with some of them changed, in the order of their names. */
  static Map<String, String> changed(Map<String, String> variables,
      Map<String, Optional<String>> changes) {
    var next = new TreeMap<>(variables);
    changes.forEach((name, value) -> value.ifPresentOrElse(text -> next.put(name, text),
        () -> next.remove(name)));
    return next;
  }
}
