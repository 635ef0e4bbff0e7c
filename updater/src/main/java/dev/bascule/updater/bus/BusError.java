package dev.bascule.updater.bus;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * What a caller is told when a call fails. On the bus an error is called {@value #NAMES} and its class's name; these names are
 * stable, and docs/device.md lists them.
 */
public abstract sealed class BusError extends DBusExecutionException {

  /** What every error's name begins with. */
  public static final String NAMES = "dev.bascule.Error.";

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

  /** Something else is at work; nothing was changed, and it may be asked again. */
  public static final class Busy extends BusError {
    private static final long serialVersionUID = 1L;

    /** With a text for people. */
    public Busy(String message) {
      super(message);
    }
  }

  /** It was tried and failed. */
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

  /** What was handed over is no file that the caller may read. */
  public static final class UnusableFile extends BusError {
    private static final long serialVersionUID = 1L;

    /** With a text for people. */
    public UnusableFile(String message) {
      super(message);
    }
  }

  static BusError notAuthorized(Action action) {
    return new NotAuthorized("not authorized: " + action.id());
  }

  static BusError refused(String text) {
    return new Refused(text);
  }

  static BusError busy(String text) {
    return new Busy(text);
  }

  static BusError failed(String text) {
    return new Failed(text);
  }

  static BusError invalid(String what, String expected) {
    return new InvalidArgument(what + ": expected " + expected);
  }

  static BusError unusable(String found) {
    return new UnusableFile("expected a file that is open for reading, found " + found
        + "; what cannot be read twice is given to bascule install - on standard input");
  }
}
