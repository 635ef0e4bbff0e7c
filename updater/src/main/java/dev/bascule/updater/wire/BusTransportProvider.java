package dev.bascule.updater.wire;

import org.freedesktop.dbus.connections.BusAddress;
import org.freedesktop.dbus.connections.config.TransportConfig;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.exceptions.TransportConfigurationException;
import org.freedesktop.dbus.spi.transport.ITransportProvider;

/** Tells the library of {@link BusTransport}. */
public final class BusTransportProvider implements ITransportProvider {

  @Override
  public String getTransportName() {
    return "bascule";
  }

  @Override
  public AbstractTransport createTransport(BusAddress address, TransportConfig config)
      throws TransportConfigurationException {
    return new BusTransport(address, config);
  }

  @Override
  public String getSupportedBusType() {
    return "UNIX";
  }

  @Override
  public String createDynamicSessionAddress(boolean listening) {
    throw new UnsupportedOperationException("a bus is somebody else's program");
  }
}
