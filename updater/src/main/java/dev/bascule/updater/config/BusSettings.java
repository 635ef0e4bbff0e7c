package dev.bascule.updater.config;

/**
 * What is served on the system's message bus: the table {@code [bus]}.
 *
 * @param rauc whether RAUC's name and interface are served as well
 */
public record BusSettings(boolean rauc) {

  static BusSettings read(Section table) throws ConfigurationException {
    BusSettings bus = new BusSettings(table.bool("rauc", false));
    table.refuseUnknown();
    return bus;
  }
}
