package dev.bascule.updater.bus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;

/** Who is behind a name on the bus, as the bus itself tells. */
final class Callers {

  private static final int MAX_LENGTH = 4 << 20;

  private final DBusConnection bus;
  private final Path root;

  /**
   * The callers on a bus.
   *
   * @param root where the device's {@code etc/passwd} is
   */
  Callers(DBusConnection bus, Path root) {
    this.bus = bus;
    this.root = root;
  }

  /** The part of the bus's own interface that is used. */
  @DBusInterfaceName("org.freedesktop.DBus")
  public interface Bus extends DBusInterface {
    /** The user of a connection. */
    @DBusMemberName("GetConnectionUnixUser")
    UInt32 getConnectionUnixUser(String name);
  }

  /** The caller's user id; -1 where the bus does not tell, which is nobody's. */
  long uid(String sender) {
    try {
      return bus.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", Bus.class)
          .getConnectionUnixUser(sender)
          .longValue();
    } catch (DBusException | DBusExecutionException e) {
      return -1;
    }
  }

  /** The caller's name, for the journal. */
  String name(String sender) {
    long uid = uid(sender);
    return passwd().lines()
        .map(line -> line.split(":", 4))
        .filter(fields -> fields.length == 4 && fields[2].equals(Long.toString(uid)))
        .map(fields -> fields[0])
        .findFirst()
        .orElse("user " + uid);
  }

  private String passwd() {
    try (var stream = Files.newInputStream(root.resolve("etc/passwd"))) {
      return new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
