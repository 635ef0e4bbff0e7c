package dev.bascule.bootctl.variables;

import dev.bascule.bootctl.Slot;
import java.util.Map;
import java.util.Optional;

/**
 * What a boot loader's script does with its variables, without any disk: the specification that our
 * decisions are tested against.
 */
public interface LoaderRule {

  /** One start of the machine. */
  Boot boot(Map<String, String> variables);

  /**
   * What one start does.
   *
   * @param slot the slot that is booted, or empty if none is: a rescue system, or a reset
   * @param next the variables as the script leaves them
   */
  record Boot(Optional<Slot> slot, Map<String, String> next) {
    public Boot {
      next = Map.copyOf(next);
    }
  }
}
