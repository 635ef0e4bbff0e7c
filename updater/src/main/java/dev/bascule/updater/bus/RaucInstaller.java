package dev.bascule.updater.bus;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.DBusProperty;
import org.freedesktop.dbus.annotations.DBusProperty.Access;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;

/**
 * RAUC's interface, as far as applications and hawkBit clients use it: {@code de.pengutronix.rauc.Installer} at {@code /}
 * (its introspection file in RAUC's sources: {@code src/de.pengutronix.rauc.Installer.xml}). Slots are called
 * {@code rootfs.0} and {@code rootfs.1}; a bundle is one of Bascule's.
 */
@DBusInterfaceName(RaucInstaller.NAME)
@DBusProperty(name = "Operation", type = String.class, access = Access.READ)
@DBusProperty(name = "LastError", type = String.class, access = Access.READ)
@DBusProperty(name = "Progress", type = RaucInstaller.ProgressStruct.class, access = Access.READ)
@DBusProperty(name = "Compatible", type = String.class, access = Access.READ)
@DBusProperty(name = "Variant", type = String.class, access = Access.READ)
@DBusProperty(name = "BootSlot", type = String.class, access = Access.READ)
public interface RaucInstaller extends DBusInterface {

  /** The interface's name. */
  String NAME = "de.pengutronix.rauc.Installer";

  /** The name on the bus. */
  String BUS_NAME = "de.pengutronix.rauc";

  /** {@code (isi)}: percent, what is being done, how deep in the tree of steps. */
  final class ProgressStruct extends Struct {
    @Position(0)
    public final int percent;
    @Position(1)
    public final String message;
    @Position(2)
    public final int depth;

    public ProgressStruct(int percent, String message, int depth) {
      this.percent = percent;
      this.message = message;
      this.depth = depth;
    }
  }

  /** {@code (sa{sv})}: a slot's name and what there is to say of it. */
  final class SlotStatus extends Struct {
    @Position(0)
    public final String name;
    @Position(1)
    public final Map<String, Variant<?>> facts;

    public SlotStatus(String name, Map<String, Variant<?>> facts) {
      this.name = name;
      this.facts = facts;
    }
  }

  /**
   * Two results of one call. The library sends what has such type parameters alone; its introspection names their types twice
   * (dbus-java 5.2.2).
   */
  final class Pair<A, B> extends Tuple {
    @Position(0)
    public final A first;
    @Position(1)
    public final B second;

    public Pair(A first, B second) {
      this.first = first;
      this.second = second;
    }
  }

  /** Begins to install and activate a bundle; Completed says how it ended. */
  @DBusMemberName("Install")
  void install(String source);

  /** The same; an argument that is not known is refused, since it may be a condition. */
  @DBusMemberName("InstallBundle")
  void installBundle(String source, Map<String, Variant<?>> arguments);

  /** What a bundle is for, and its version. */
  @DBusMemberName("Info")
  Pair<String, String> info(String bundle);

  /** What a bundle is, as a dictionary of dictionaries. */
  @DBusMemberName("InspectBundle")
  Map<String, Variant<?>> inspectBundle(String source, Map<String, Variant<?>> arguments);

  /** Marks a slot {@code good}, {@code bad} or {@code active}: {@code booted}, {@code other} or a name. */
  @DBusMemberName("Mark")
  Pair<String, String> mark(String state, String slot);

  /** What there is to say of every slot. */
  @DBusMemberName("GetSlotStatus")
  List<SlotStatus> getSlotStatus();

  /** The slot that boots next. */
  @DBusMemberName("GetPrimary")
  String getPrimary();

  /** An installation has ended. */
  @DBusMemberName("Completed")
  final class Completed extends DBusSignal {

    public final int result;

    /** 0 for success. */
    public Completed(String path, int result) throws DBusException {
      super(path, result);
      this.result = result;
    }
  }
}
