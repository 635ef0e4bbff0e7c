/** Work on all processors with its results in order. Start at {@link dev.bascule.image.work.OrderedWork}. */
@NullMarked
package dev.bascule.image.work;

import org.jspecify.annotations.NullMarked;
