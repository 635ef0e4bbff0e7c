/**
 * The bus's socket, through which callers may hand over open files and errors have the names that are documented. dbus-java finds
 * it as a service. Start at {@link dev.bascule.updater.wire.BusTransport}.
 */
@NullMarked
package dev.bascule.updater.wire;

import org.jspecify.annotations.NullMarked;
