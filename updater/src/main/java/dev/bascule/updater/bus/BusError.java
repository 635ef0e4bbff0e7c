package dev.bascule.updater.bus;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * What a caller is told when a call fails. On the bus an error has its class's name: {@code dev.bascule.updater.bus.BusError.Refused}
 * and so on; these names are stable.
 */
public abstract sealed class BusError extends DBusExecutionException {
  private static final long serialVersionUID = 1L;

  private BusError(String message) {
    super(message);
  }

  /** The caller has not the right. */
  public static final class NotAuthorized extends BusError {
    private static final long serialVersionUID = 1L;

    /** With a text for people. */
    public NotAuthorized(String message) {
      super(message);
    }
  }

  /** A rule of the device forbids it; nothing was changed. */
  public static final class Refused extends BusError {
    private static final long serialVersionUID = 1L;

    /** With a text for people. */
    public Refused(String message) {
      super(message);
    }
  }

  /** It was tried and failed, or the device is busy. */
  public static final class Failed extends BusError {
    private static final long serialVersionUID = 1L;

    /** With a text for people. */
    public Failed(String message) {
      super(message);
    }
  }

  /** The call makes no sense. */
  public static final class InvalidArgument extends BusError {
    private static final long serialVersionUID = 1L;

    /** With a text for people. */
    public InvalidArgument(String message) {
      super(message);
    }
  }

  static BusError notAuthorized(Action action) {
    return new NotAuthorized("not authorized: " + action.id());
  }

  static BusError refused(String text) {
    return new Refused(text);
  }

  static BusError failed(String text) {
    return new Failed(text);
  }

  static BusError invalid(String what, String expected) {
    return new InvalidArgument(what + ": expected " + expected);
  }
}
