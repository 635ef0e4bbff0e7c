package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.file.DurableFile;
import dev.bascule.updater.report.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives the device in figures. */
@Command(name = "metrics",
    description = "Give the device in figures: OpenMetrics on standard output, or Prometheus' text format in a file for node_exporter's textfile collector.",
    footer = {"", "[metrics] textfile in the configuration has the file written at each change."})
final class MetricsCommand extends DeviceCommand {

  @Option(names = "--textfile", paramLabel = "FILE",
      description = "Write this file, whole or not at all; its name has to end in .prom.")
  private @Nullable Path file;

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    DeviceView device = DeviceView.read(configuration);
    if (file == null) {
      printer.out().print(Metrics.openMetrics(device));
      printer.out().flush();
    } else {
      DurableFile.write(file, Metrics.text(device).getBytes(StandardCharsets.UTF_8));
    }
    return ExitCode.OK;
  }
}
