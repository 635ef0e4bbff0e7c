package dev.bascule.updater.bus;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.FileDescriptor;
import org.freedesktop.dbus.TypeRef;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.DBusProperty;
import org.freedesktop.dbus.annotations.DBusProperty.Access;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/**
 * {@code dev.bascule.Updater1} at {@value #PATH}. What takes long returns a job's number at once and ends with the signal
 * Finished; what does not returns a JSON object, the same that the command prints with {@code --json}. What fails is a
 * {@link BusError}.
 */
@DBusInterfaceName(Updater1.NAME)
@DBusProperty(name = "State", type = String.class, access = Access.READ)
@DBusProperty(name = "Operation", type = String.class, access = Access.READ)
@DBusProperty(name = "Progress", type = Updater1.ProgressMap.class, access = Access.READ)
@DBusProperty(name = "Booted", type = String.class, access = Access.READ)
@DBusProperty(name = "Primary", type = String.class, access = Access.READ)
@DBusProperty(name = "Slots", type = Updater1.SlotMap.class, access = Access.READ)
@DBusProperty(name = "LastResult", type = String.class, access = Access.READ)
@DBusProperty(name = "LastLook", type = String.class, access = Access.READ)
@DBusProperty(name = "NextPoll", type = UInt64.class, access = Access.READ)
@DBusProperty(name = "Quarantine", type = Updater1.Texts.class, access = Access.READ)
@DBusProperty(name = "Version", type = String.class, access = Access.READ)
public interface Updater1 extends DBusInterface {

  /** The interface's name, and the bus name that it is found under. */
  String NAME = "dev.bascule.Updater1";

  /** Where the object is. */
  String PATH = "/dev/bascule/Updater1";

  /** {@code a{sv}}: verb, phase, role (texts), done, total, rate (bytes, t), seconds_left (x, -1 where not known). */
  interface ProgressMap extends TypeRef<Map<String, Variant<?>>> {}

  /** {@code a{sa{sv}}}: by slot: version, manifest_sha256, standing, detail (texts), tries_left (u). */
  interface SlotMap extends TypeRef<Map<String, Map<String, Variant<?>>>> {}

  /** {@code as}. */
  interface Texts extends TypeRef<List<String>> {}

  /** Looks whether there is something to install. */
  @DBusMemberName("Check")
  UInt32 check();

  /**
   * Installs from the configured repository.
   *
   * @param version what to install; empty for what the channel offers
   * @param activate whether the next boot tries it
   */
  @DBusMemberName("Install")
  UInt32 install(String version, boolean activate);

  /**
   * Installs from a bundle.
   *
   * @param path absolute, or a URL
   * @param allowExpired whether expired metadata is taken; a permission of its own
   */
  @DBusMemberName("InstallBundle")
  UInt32 installBundle(String path, String version, boolean activate, boolean allowExpired);

  /**
   * Installs from a bundle in a file that the caller has opened, which need not have a name or be readable by others.
   *
   * @param bundle a regular file that is open for reading; it is read from its first byte on, wherever the caller stands in it
   * @param allowExpired whether expired metadata is taken; a permission of its own
   */
  @DBusMemberName("InstallDescriptor")
  UInt32 installDescriptor(FileDescriptor bundle, String version, boolean activate,
      boolean allowExpired);

  /** Makes what was installed the next to boot, on trial. */
  @DBusMemberName("Activate")
  String activate();

  /** Ends a transfer, or takes back what waits for a restart. */
  @DBusMemberName("Cancel")
  String cancel();

  /**
   * Makes the other slot the next to boot.
   *
   * @param reason for the journal
   * @param belowFloor even to an image below the floor; a permission of its own
   */
  @DBusMemberName("Rollback")
  String rollback(String reason, boolean belowFloor);

  /**
   * Tells the device what it cannot know.
   *
   * @param what {@code good}, {@code bad} or {@code retry}
   * @param subject nothing, a slot, or a version
   * @param reason for the journal
   */
  @DBusMemberName("Mark")
  String mark(String what, String subject, String reason);

  /** Restarts the device. */
  @DBusMemberName("Reboot")
  String reboot();

  /** Every question that decides whether a version is taken, and its answer. */
  @DBusMemberName("Explain")
  String explain(String version);

  /** What {@code bascule status --json} says. */
  @DBusMemberName("Status")
  String status();

  /** A job has ended. */
  @DBusMemberName("Finished")
  final class Finished extends DBusSignal {

    public final UInt32 job;
    public final String verb;
    public final String reply;

    /** A job's end; {@code reply} is a JSON object. */
    public Finished(String path, UInt32 job, String verb, String reply) throws DBusException {
      super(path, job, verb, reply);
      this.job = job;
      this.verb = verb;
      this.reply = reply;
    }
  }
}
