/**
 * GRUB's environment block, and the conventions by which its scripts choose between slots. Start at
 * {@link dev.bascule.bootctl.grub.Grub}.
 *
 * <p>Source: the GRUB manual, chapter "The GRUB environment block"; RAUC's and Mender's reference scripts.
 */
@NullMarked
package dev.bascule.bootctl.grub;

import org.jspecify.annotations.NullMarked;
