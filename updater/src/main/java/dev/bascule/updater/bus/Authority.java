package dev.bascule.updater.bus;

/** Decides who may do what. */
interface Authority {

  /**
   * Whether a caller may.
   *
   * @param sender the caller's unique name on the bus
   * @throws BusError if the authority cannot be asked: nobody may then
   */
  boolean allows(String sender, Action action);
}
