package dev.bascule.updater.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.install.InstallReport;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an install cost, in words and in JSON. */
public final class Costs {

  private Costs() {}

  /** Adds it to what machines read, if there was one. */
  public static void add(@Nullable InstallReport cost, ObjectNode facts) {
    if (cost != null) {
      ObjectNode json = facts.putObject("cost")
          .put("bytes", cost.size())
          .put("bytes_fetched", cost.bytesFetched())
          .put("bytes_written", cost.bytesWritten())
          .put("bytes_deallocated", cost.bytesDeallocated())
          .put("milliseconds", cost.duration().toMillis());
      for (VolumeReport volume : cost.volumes()) {
        json.withArray("/volumes")
            .addObject()
            .put("role", volume.role())
            .put("bytes", volume.size())
            .put("tiles_held", volume.held())
            .put("tiles_copied", volume.copied())
            .put("tiles_transferred", volume.transferred())
            .put("tiles_repaired", volume.repaired());
      }
    }
  }

  /** For people; empty if there was none. */
  public static List<String> lines(@Nullable InstallReport cost) {
    if (cost == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "  fetched %s and wrote %s for %s, in %.1f s",
        Bytes.words(cost.bytesFetched()), Bytes.words(cost.bytesWritten()),
        Bytes.words(cost.size()), cost.duration().toMillis() / 1000.0));
    for (VolumeReport volume : cost.volumes()) {
      lines.add(String.format(Locale.ROOT,
          "  %s: %d tiles were there, %d are from the running slot, %d from the payload",
          volume.role(), volume.held(), volume.copied(), volume.transferred()));
    }
    return lines;
  }
}
