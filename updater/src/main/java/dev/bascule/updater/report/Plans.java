package dev.bascule.updater.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.Payload;
import dev.bascule.updater.install.VolumePlan;
import java.util.List;
import java.util.Locale;

/** How an image's bytes will come, in words and in JSON. */
public final class Plans {

  private Plans() {}

  public static void add(List<VolumePlan> plans, ObjectNode facts) {
    for (VolumePlan plan : plans) {
      Payload delta = plan.delta();
      ObjectNode json = facts.withArray("/plan")
          .addObject()
          .put("role", plan.role())
          .put("way", delta == null ? Payload.FULL : Payload.DELTA)
          .put("deltas", delta == null ? 0 : 1 + plan.links().size())
          .put("bytes", plan.bytes())
          .put("full_bytes", plan.full().file().length());
      if (delta != null) {
        json.put("base_sha256", base(plan, delta).sha256().toString());
      }
    }
  }

  public static List<String> lines(List<VolumePlan> plans) {
    return plans.stream().map(Plans::line).toList();
  }

  private static String line(VolumePlan plan) {
    long full = plan.full().file().length();
    return plan.delta() == null
        ? String.format(Locale.ROOT,
            "  %s: at most %s, less what the slots hold already (the full payload)", plan.role(),
            Bytes.words(full))
        : String.format(Locale.ROOT,
            "  %s: at most %s, as %s from what runs (the full payload has %s)", plan.role(),
            Bytes.words(plan.bytes()),
            plan.links().isEmpty() ? "a delta" : (1 + plan.links().size()) + " deltas",
            Bytes.words(full));
  }

  /** What the first delta is made from. */
  private static BaseVolume base(VolumePlan plan, Payload delta) {
    return (plan.links().isEmpty() ? delta : plan.links().getFirst().delta()).requireBase();
  }
}
