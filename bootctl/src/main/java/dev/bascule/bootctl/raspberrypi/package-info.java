/**
 * The Raspberry Pi's own firmware: {@code autoboot.txt} and the tryboot flag. Start at
 * {@link dev.bascule.bootctl.raspberrypi.AutobootStore}.
 *
 * <p>Source: Raspberry Pi documentation, "autoboot.txt", "Fail-safe OS updates (tryboot)" and
 * "Device tree: chosen".
 */
@NullMarked
package dev.bascule.bootctl.raspberrypi;

import org.jspecify.annotations.NullMarked;
