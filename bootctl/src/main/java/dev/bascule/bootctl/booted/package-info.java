/**
 * Which slot the running system was booted from. Start at
 * {@link dev.bascule.bootctl.booted.BootedSlot}.
 */
@NullMarked
package dev.bascule.bootctl.booted;

import org.jspecify.annotations.NullMarked;
