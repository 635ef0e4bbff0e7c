package dev.bascule.updater.bus;

import dev.bascule.updater.device.Supply;
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
  Supply bundle(String argument, String place, boolean allowExpired) {
    if (!place.startsWith("/") && !place.startsWith("https://") && !place.startsWith("http://")) {
      throw BusError.invalid(argument, "an absolute path or a URL");
    }
    return new Supply.Bundle(place, allowExpired, caller());
  }

  private static String sender() {
    return AbstractConnectionBase.getCallInfo().getSource();
  }
}
