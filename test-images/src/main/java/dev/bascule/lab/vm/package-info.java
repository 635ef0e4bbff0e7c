/**
 * Devices that are virtual machines: a real boot loader, a real kernel and our commands on a whole disk. Start at
 * {@link dev.bascule.lab.vm.VirtualDevice}.
 */
@NullMarked
package dev.bascule.lab.vm;

import org.jspecify.annotations.NullMarked;
