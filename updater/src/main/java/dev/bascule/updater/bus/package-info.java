/**
 * The device on the system's message bus (D-Bus). Start at {@link dev.bascule.updater.bus.Updater1}, the interface, and
 * {@link dev.bascule.updater.bus.BusServer}, which serves it.
 */
@NullMarked
package dev.bascule.updater.bus;

import org.jspecify.annotations.NullMarked;
