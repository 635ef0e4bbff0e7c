package dev.bascule.updater.bus;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.NotConnected;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;

/**
 * The signals of one interface of one object, sent while there is a bus: an installation does not stop because nobody can
 * hear of it.
 */
record Signals(DBusConnection bus, String path, String name) {

  /** A signal, whose making the library allows to fail. */
  interface Signal {
    DBusSignal make() throws DBusException;
  }

  /** Tells what properties have become. */
  void changed(Map<String, Variant<?>> properties) {
    send(() -> new PropertiesChanged(path, name, properties, List.of()));
  }

  void send(Signal signal) {
    try {
      bus.sendMessage(signal.make());
    } catch (NotConnected e) {
      // The bus went away, or this service is leaving it.
    } catch (DBusException e) {
      throw new IllegalStateException("a signal of this program's own form", e);
    }
  }
}
