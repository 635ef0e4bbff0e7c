package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.detect.Detection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as text for people. */
record TextPrinter(PrintWriter out, PrintWriter err) implements Printer {
  /** The column of a slot's standing. */
  private static final int WIDTH = 7;

  @Override
  public void state(String loader, BootState state) {
    out.println("loader   " + loader);
    out.println("booted   " + name(state.booted(), "unknown"));
    out.println("primary  " + name(state.primary(), "none: nothing would boot"));
    state.slots().forEach(slot -> {
      String standing = slot.standing().name().toLowerCase(Locale.ROOT);
      out.println("slot " + slot.slot() + "   " + standing + " ".repeat(WIDTH - standing.length())
          + slot.detail());
    });
    state.remarks().forEach(remark -> err.println("note: " + remark));
  }

  private static String name(@Nullable Slot slot, String without) {
    return slot == null ? without : slot.name();
  }

  @Override
  public int change(Change change) {
    return switch (change) {
      case Change.Written(var before, var after) -> {
        after.slots()
            .filter(slot -> !slot.equals(before.of(slot.slot())))
            .forEach(slot -> out.println(
                "slot " + slot.slot() + ": " + before.of(slot.slot()).detail() + " -> "
                    + slot.detail()));
        out.println("next boot: " + name(after.primary(), "none"));
        yield ExitCode.OK;
      }
      case Change.Unchanged(var state) -> {
        out.println("nothing to do; next boot: " + name(state.primary(), "none"));
        yield ExitCode.OK;
      }
      case Change.Refused(var reason, var explanation) -> {
        err.println("refused: " + explanation + " [" + reason + "]");
        yield ExitCode.REFUSED;
      }
    };
  }

  @Override
  public void repair(boolean dryRun, List<String> plan, List<String> faults) {
    if (plan.isEmpty()) {
      out.println("nothing to repair");
    }
    plan.forEach(step -> out.println((dryRun ? "would be done: " : "done: ") + step));
    faults.forEach(fault -> out.println("fault: " + fault));
  }

  @Override
  public void diagnosis(Detection detection, List<String> faults, boolean looked) {
    out.println("this device shows: " + detection.explanation());
    if (looked) {
      out.println(faults.isEmpty() ? "its state is whole" : "its state is not whole:");
      faults.forEach(fault -> out.println("fault: " + fault));
    } else {
      out.println("its state was not looked at: name both slots, --a SPEC --b SPEC");
    }
  }

  @Override
  public void failure(BootException failure) {
    err.println("error: " + failure.getMessage());
    err.println("what to do: " + failure.remedy());
  }
}
