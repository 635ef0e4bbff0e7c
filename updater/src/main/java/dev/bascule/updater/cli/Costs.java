package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.install.InstallReport;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an install cost, in words and in JSON. */
final class Costs {

  private Costs() {}

  static void add(@Nullable InstallReport cost, ObjectNode facts) {
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

  static void show(@Nullable InstallReport cost, Printer printer) {
    if (cost != null && !printer.json()) {
      printer.out()
          .printf(Locale.ROOT, "  fetched %s and wrote %s for %s, in %.1f s%n",
              Verb.bytes(cost.bytesFetched()), Verb.bytes(cost.bytesWritten()),
              Verb.bytes(cost.size()),
              cost.duration().toMillis() / 1000.0);
      for (VolumeReport volume : cost.volumes()) {
        printer.out()
            .printf(Locale.ROOT,
                "  %s: %d tiles were there, %d are from the running slot, %d from the payload%n",
                volume.role(), volume.held(), volume.copied(), volume.transferred());
      }
      printer.out().flush();
    }
  }
}
