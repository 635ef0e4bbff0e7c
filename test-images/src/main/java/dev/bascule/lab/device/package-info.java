/**
 * A whole device in a directory, driven by its own command. Start at
 * {@link dev.bascule.lab.device.Device}.
 */
@NullMarked
package dev.bascule.lab.device;

import org.jspecify.annotations.NullMarked;
