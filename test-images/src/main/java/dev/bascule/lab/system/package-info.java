/**
 * Whole systems for virtual machines: Debian's kernel, a small root with our programs, a boot loader, a disk. Built
 * from Debian's packages without root and without loop devices. Start at {@link dev.bascule.lab.system.TinySystem}.
 */
@NullMarked
package dev.bascule.lab.system;

import org.jspecify.annotations.NullMarked;
