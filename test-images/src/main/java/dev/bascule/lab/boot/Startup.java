package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import java.util.UUID;

/** What came of switching a machine on. */
public sealed interface Startup {

  /**
   * The loader started a slot.
   *
   * @param bootId this boot's own number, as the kernel gives one
   * @param commandLine what the loader told the kernel
   */
  record Booted(Slot slot, UUID bootId, String commandLine) implements Startup {}

  /** The loader found no slot that it may start: the device is dead until someone comes. */
  record NothingBootable() implements Startup {}
}
