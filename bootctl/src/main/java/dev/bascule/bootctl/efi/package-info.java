/**
 * The boot manager of UEFI firmware, and the variables that it and other loaders keep there. Start at
 * {@link dev.bascule.bootctl.efi.EfiStore}; the variables alone are
 * {@link dev.bascule.bootctl.efi.EfiVariables}.
 *
 * <p>Sources: UEFI Specification 2.10, sections 3.1 "Boot Manager" and 8.2 "Variable Services"; the
 * kernel's {@code Documentation/filesystems/efivarfs.rst}. The meaning of the slots is RAUC's.
 */
@NullMarked
package dev.bascule.bootctl.efi;

import org.jspecify.annotations.NullMarked;
