/**
 * The laboratory: real disks, real Debian images, real tools and a model of the boot loader, to hold
 * the other modules against. Start at {@link dev.bascule.lab.cli.Main}.
 *
 * <p>Nothing here runs on a device, and no other module depends on this one.
 */
@NullMarked
package dev.bascule.lab;

import org.jspecify.annotations.NullMarked;
