/** Files that survive a power cut. Start at {@link dev.bascule.updater.file.DurableFile}. */
@NullMarked
package dev.bascule.updater.file;

import org.jspecify.annotations.NullMarked;
