/**
 * Slots and the boot loaders that choose between them. Start at {@link dev.bascule.bootctl.BootControl}.
 *
 * <p>One package per boot loader stands beside this one; all native calls are in {@code sys}.
 */
@NullMarked
package dev.bascule.bootctl;

import org.jspecify.annotations.NullMarked;
