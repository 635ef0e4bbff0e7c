package dev.bascule.bootctl.variables;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the boot loader's script calls the slots; RAUC's word for it is bootname. */
public record Bootnames(String a, String b) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_]{1,32}");

  /** The names of RAUC's examples. */
  public static final Bootnames DEFAULT = new Bootnames("A", "B");

  public Bootnames {
    if (!FORM.matcher(a).matches() || !FORM.matcher(b).matches() || a.equals(b)) {
      throw new IllegalArgumentException("bootnames " + a + " and " + b);
    }
  }

  /** Checks names from a configuration. */
  public static Bootnames parse(String a, String b) throws BootException {
    try {
      return new Bootnames(a, b);
    } catch (IllegalArgumentException e) {
      throw new BootException("bootnames \"" + a + "\" and \"" + b
          + "\": expected two different names of 1 to 32 letters, digits and underscores",
          "give the slots the names that the boot loader's script uses, A and B in the usual one",
          e);
    }
  }

  /** The slot's name. */
  public String of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  /** The slot of that name. */
  public Optional<Slot> slot(String name) {
    if (name.equals(a)) {
      return Optional.of(Slot.A);
    }
    return name.equals(b) ? Optional.of(Slot.B) : Optional.empty();
  }
}
