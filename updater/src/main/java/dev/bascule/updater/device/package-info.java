/**
 * The configured device with all its parts, wired by hand: the map of the program. Start at {@link
 * dev.bascule.updater.device.Device}.
 */
@NullMarked
package dev.bascule.updater.device;

import org.jspecify.annotations.NullMarked;
