/**
 * Devices that are virtual machines, with a real boot loader, a real kernel and our commands on a whole disk, and the
 * stories that they must live through. Start at {@link dev.bascule.lab.vm.Scenario}.
 */
@NullMarked
package dev.bascule.lab.vm;

import org.jspecify.annotations.NullMarked;
