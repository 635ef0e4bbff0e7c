package dev.bascule.updater.bus;

import dev.bascule.bootctl.sys.OpenFile;
import dev.bascule.updater.device.Supply;
import java.io.IOException;
import org.freedesktop.dbus.connections.base.AbstractConnectionBase;

/** Where every call passes: it is noticed, and who may not is sent back. To be used on the thread of a call. */
final class Gate {

  private final Authority authority;
  private final Callers callers;
  private final Runnable noticed;

  /**
   * A gate.
   *
   * @param noticed is run at every call, so that the service does not leave meanwhile
   */
  Gate(Authority authority, Callers callers, Runnable noticed) {
    this.authority = authority;
    this.callers = callers;
    this.noticed = noticed;
  }

  /** Anyone may look. */
  void look() {
    noticed.run();
  }

  /** Lets the caller pass, or throws. */
  void pass(Action action) {
    noticed.run();
    if (!authority.allows(sender(), action)) {
      throw BusError.notAuthorized(action);
    }
  }

  /** The caller's name, for the journal. */
  String caller() {
    return callers.name(sender());
  }

  /**
   * A bundle that the caller names.
   *
   * @param argument the name of the argument that names it
   */
  Supply.Bundle bundle(String argument, String place, boolean allowExpired) {
    if (!place.startsWith("/") && !place.startsWith("https://") && !place.startsWith("http://")) {
      throw BusError.invalid(argument, "an absolute path or a URL");
    }
    return new Supply.Bundle(place, allowExpired, caller());
  }

  /** A bundle in a file that the caller opened and handed over. */
  Supply bundle(OpenFile file, boolean allowExpired) {
    try {
      if (!file.isRegularFile()) {
        throw BusError.unusable(file.kind());
      }
      if (!file.isReadable()) {
        throw BusError.unusable("one that is not");
      }
    } catch (IOException e) {
      throw BusError.unusable(String.valueOf(e.getMessage()));
    }
    return new Supply.Handed(file, allowExpired, caller());
  }

  private static String sender() {
    return AbstractConnectionBase.getCallInfo().getSource();
  }
}
