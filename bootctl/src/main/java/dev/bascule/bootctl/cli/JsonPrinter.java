package dev.bascule.bootctl.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.detect.Detection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as one JSON object on one line. Members are only ever added. */
record JsonPrinter(PrintWriter out) implements Printer {

  @Override
  public void state(String loader, BootState state) {
    out.println(object().put("loader", loader).setAll(state(state)));
  }

  @Override
  public int change(Change change) {
    return switch (change) {
      case Change.Written(var before, var after) -> {
        var result = object().put("result", "written");
        result.set("before", state(before));
        result.set("after", state(after));
        out.println(result);
        yield ExitCode.OK;
      }
      case Change.Unchanged(var state) -> {
        var result = object().put("result", "unchanged");
        result.set("after", state(state));
        out.println(result);
        yield ExitCode.OK;
      }
      case Change.Refused(var reason, var explanation) -> {
        out.println(object().put("result", "refused")
            .put("reason", reason.name())
            .put("explanation", explanation));
        yield ExitCode.REFUSED;
      }
    };
  }

  @Override
  public void repair(boolean dryRun, List<String> plan, List<String> faults) {
    var result = object().put("result", dryRun ? "repair --dry-run" : "repair");
    plan.forEach(result.putArray("plan")::add);
    faults.forEach(result.putArray("faults")::add);
    out.println(result);
  }

  @Override
  public void diagnosis(Detection detection, List<String> faults, boolean looked) {
    var result = object().put("result", "doctor").put("looked", looked);
    var loaders = result.putArray("loaders");
    switch (detection) {
      case Detection.One(var loader, _) -> loaders.add(loader);
      case Detection.Several(var several, _) -> several.forEach(loaders::add);
      case Detection.None() -> {
      }
    }
    var signs = result.putArray("signs");
    detection.signs()
        .forEach(sign -> signs.addObject()
            .put("loader", sign.loader())
            .put("strength", sign.strength().name().toLowerCase(Locale.ROOT))
            .put("what", sign.what()));
    faults.forEach(result.putArray("faults")::add);
    out.println(result);
  }

  @Override
  public void failure(BootException failure) {
    out.println(object().put("result", "error")
        .put("error", failure.getMessage())
        .put("remedy", failure.remedy()));
  }

  private static ObjectNode state(BootState state) {
    var result = object().put("booted", name(state.booted())).put("primary", name(state.primary()));
    var slots = result.putArray("slots");
    state.slots()
        .forEach(slot -> slots.addObject()
            .put("slot", slot.slot().name())
            .put("standing", slot.standing().name().toLowerCase(Locale.ROOT))
            .put("triesLeft", slot.triesLeft())
            .put("detail", slot.detail()));
    state.remarks().forEach(result.putArray("remarks")::add);
    return result;
  }

  private static @Nullable String name(@Nullable Slot slot) {
    return slot == null ? null : slot.name();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
