/** How far a long task has come. Start at {@link dev.bascule.publisher.progress.Progress}. */
@NullMarked
package dev.bascule.publisher.progress;

import org.jspecify.annotations.NullMarked;
