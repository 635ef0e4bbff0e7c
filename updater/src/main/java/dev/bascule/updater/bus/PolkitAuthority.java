package dev.bascule.updater.bus;

import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * Asks polkit ({@code org.freedesktop.PolicyKit1.Authority}), which knows users, sessions and groups. Where it cannot be
 * asked, root may and nobody else.
 */
public final class PolkitAuthority implements Authority {

  private static final String NAME = "org.freedesktop.PolicyKit1";
  private static final String PATH = "/org/freedesktop/PolicyKit1/Authority";
  /** A person may be asked for a password, if somebody can ask. */
  private static final UInt32 ALLOW_INTERACTION = new UInt32(1);

  private final DBusConnection bus;
  private final Callers callers;

  PolkitAuthority(DBusConnection bus, Callers callers) {
    this.bus = bus;
    this.callers = callers;
  }

  /** Who is asked about. */
  public static final class Subject extends Struct {
    @Position(0)
    public final String kind;
    @Position(1)
    public final Map<String, Variant<?>> details;

    public Subject(String kind, Map<String, Variant<?>> details) {
      this.kind = kind;
      this.details = details;
    }
  }

  /** What polkit answers. */
  public static final class Answer extends Struct {
    @Position(0)
    public final boolean authorized;
    @Position(1)
    public final boolean challenge;
    @Position(2)
    public final Map<String, String> details;

    public Answer(boolean authorized, boolean challenge, Map<String, String> details) {
      this.authorized = authorized;
      this.challenge = challenge;
      this.details = details;
    }
  }

  /** The part of polkit's interface that is used. */
  @DBusInterfaceName("org.freedesktop.PolicyKit1.Authority")
  public interface Polkit extends DBusInterface {
    /** Asks. */
    @DBusMemberName("CheckAuthorization")
    Answer checkAuthorization(Subject subject, String action, Map<String, String> details,
        UInt32 flags, String cancellation);
  }

  @Override
  public boolean allows(String sender, Action action) {
    if (callers.uid(sender) == 0) {
      return true;
    }
    try {
      Polkit polkit = bus.getRemoteObject(NAME, PATH, Polkit.class);
      return polkit.checkAuthorization(
          new Subject("system-bus-name", Map.of("name", new Variant<>(sender))), action.id(),
          Map.of(), ALLOW_INTERACTION, "").authorized;
    } catch (DBusException | DBusExecutionException e) {
      throw BusError.failed("polkit cannot be asked, so that only root may: " + e.getMessage());
    }
  }
}
