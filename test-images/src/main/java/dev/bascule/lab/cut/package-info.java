/**
 * What a power cut can leave of a file system, from the writes that reached the disk below it. Start at
 * {@link dev.bascule.lab.cut.Recorder}.
 */
@NullMarked
package dev.bascule.lab.cut;

import org.jspecify.annotations.NullMarked;
