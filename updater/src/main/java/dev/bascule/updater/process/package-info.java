/** Other programs, run so that none outlives its time. Start at {@link dev.bascule.updater.process.Programs}. */
@NullMarked
package dev.bascule.updater.process;

import org.jspecify.annotations.NullMarked;
