/**
 * Places that hold an image: partitions, disks, and the same inside image files. Start at
 * {@link dev.bascule.bootctl.volume.Volume}.
 */
@NullMarked
package dev.bascule.bootctl.volume;

import org.jspecify.annotations.NullMarked;
