package dev.bascule.updater.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where figures go: the table {@code [metrics]}.
 *
 * @param textfile written at each change, for node_exporter; null for none
 */
public record MetricsSettings(@Nullable Path textfile) {

  static MetricsSettings read(Section table, DeviceSettings device)
      throws ConfigurationException {
    MetricsSettings metrics = new MetricsSettings(table
        .optionalParsed("textfile", "an absolute path", ConfigurationReader::absolute)
        .map(device::below)
        .orElse(null));
    table.refuseUnknown();
    return metrics;
  }
}
