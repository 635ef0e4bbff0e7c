/**
 * systemd-boot: entries of the Boot Loader Specification with boot counting in their file names, and the
 * EFI variables by which one entry is preferred. Start at
 * {@link dev.bascule.bootctl.systemdboot.EntryStore}.
 *
 * <p>Sources: systemd's "Automatic Boot Assessment" and "Boot Loader Interface", the UAPI group's Boot
 * Loader and Version Format Specifications, systemd-boot(7), loader.conf(5).
 */
@NullMarked
package dev.bascule.bootctl.systemdboot;

import org.jspecify.annotations.NullMarked;
