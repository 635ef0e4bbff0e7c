/**
 * The device's daemon and command. Start at {@link dev.bascule.updater.UpdaterException} for how errors speak; each
 * package beside this one is one step of an update's way through the device.
 */
@NullMarked
package dev.bascule.updater;

import org.jspecify.annotations.NullMarked;
