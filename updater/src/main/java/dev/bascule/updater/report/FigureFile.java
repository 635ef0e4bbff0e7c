package dev.bascule.updater.report;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file of figures that node_exporter reads, written after each verb where the configuration names one. */
public final class FigureFile {

  private FigureFile() {}

  /** Writes it, if that is possible: figures stop nothing. */
  public static void write(Configuration configuration) {
    Path file = configuration.metrics().textfile();
    if (file == null) {
      return;
    }
    try {
      DurableFile.write(file, Metrics.text(DeviceView.read(configuration))
          .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Whoever collects them sees by the file's age that they are old.
    }
  }
}
