/**
 * Virtual machines with real firmware: QEMU driven by QMP, its consoles, and commands run in the guest. Start at
 * {@link dev.bascule.lab.machine.Machine}.
 */
@NullMarked
package dev.bascule.lab.machine;

import org.jspecify.annotations.NullMarked;
