package dev.bascule.updater.wire;

/** What errors are called on the bus. The library calls them by their classes, and looks for a class by what it reads. */
public interface ErrorNames {

  /** The name on the bus, from the library's. */
  String written(String library);

  /** The library's name, from that on the bus; the same where there is no class for it. */
  String read(String bus);
}
