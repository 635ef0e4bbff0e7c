/** How far an install has come, for others than who does it. Start at {@link dev.bascule.updater.progress.Progress}. */
@NullMarked
package dev.bascule.updater.progress;

import org.jspecify.annotations.NullMarked;
