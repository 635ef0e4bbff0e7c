package dev.bascule.updater.bus;

import dev.bascule.updater.wire.ErrorNames;
import java.util.stream.Stream;

/** Calls {@link BusError}s on the bus as they are documented, and the library's own errors as D-Bus's specification does. */
final class BusErrorNames implements ErrorNames {

  private static final String STANDARD = "org.freedesktop.DBus.Error.";
  /** What the library calls its own by, and would call ours by. */
  private static final String LIBRARYS = "org.freedesktop.dbus.errors.";
  private static final String OURS = BusError.class.getName() + ".";

  @Override
  public String written(String library) {
    if (library.startsWith(OURS)) {
      return BusError.NAMES + library.substring(OURS.length());
    }
    return library.startsWith(LIBRARYS)
        ? STANDARD + library.substring(LIBRARYS.length())
        : BusError.NAMES + BusError.Failed.class.getSimpleName();
  }

  @Override
  public String read(String bus) {
    return Stream.of(BusError.class.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .filter(name -> bus.equals(BusError.NAMES + name))
        .findFirst()
        .map(name -> OURS + name)
        .orElse(bus);
  }
}
