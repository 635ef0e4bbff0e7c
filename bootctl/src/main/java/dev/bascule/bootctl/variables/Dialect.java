package dev.bascule.bootctl.variables;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.SlotChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a choice between slots is spelled in a loader's variables. {@code read} and {@code spell} are
 * inverse to each other for every choice that {@code read} gives.
 *
 * @param <S> the choice
 */
public interface Dialect<S extends SlotChoice<S>> {

  /**
   * Reads the choice. A variable that is absent means what the loader's script takes it for.
   *
   * @throws BootException if a variable has a value that the script and we could take differently
   */
  S read(Map<String, String> variables) throws BootException;

  /**
   * The dialect's variables for a choice, empty where one is to be absent. What it does not name stays.
   *
   * @param variables as they are now
   */
  Map<String, Optional<String>> spell(S choice, Map<String, String> variables);

  /**
   * What a person should know about these variables, in sentences.
   *
   * @param booted the slot that runs, or null where that is not known
   */
  List<String> remarks(Map<String, String> variables, S choice, @Nullable Slot booted);
}
