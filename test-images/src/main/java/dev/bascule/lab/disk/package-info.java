/**
 * Whole disks as files, as a factory delivers them. Start at {@link dev.bascule.lab.disk.DiskImage}.
 */
@NullMarked
package dev.bascule.lab.disk;

import org.jspecify.annotations.NullMarked;
