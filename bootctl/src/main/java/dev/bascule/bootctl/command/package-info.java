/**
 * A program that knows the boot loader, by the contract of RAUC's custom boot loader backend. Start at
 * {@link dev.bascule.bootctl.command.Command}.
 *
 * <p>Source: RAUC's manual, "Custom" under "Bootloader Interaction".
 */
@NullMarked
package dev.bascule.bootctl.command;

import org.jspecify.annotations.NullMarked;
