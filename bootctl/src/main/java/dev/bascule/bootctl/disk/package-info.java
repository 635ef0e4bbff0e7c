/**
 * Whole disks and the volumes on them, the same for a device and for its image in a file. Start at
 * {@link dev.bascule.bootctl.disk.Disk}.
 */
@NullMarked
package dev.bascule.bootctl.disk;

import org.jspecify.annotations.NullMarked;
