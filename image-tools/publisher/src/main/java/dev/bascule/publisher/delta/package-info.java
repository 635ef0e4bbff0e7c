/**
 * Finds what a volume has in common with another one, and writes only the rest. Start at {@link
 * dev.bascule.publisher.delta.DeltaBuilder}.
 */
@NullMarked
package dev.bascule.publisher.delta;

import org.jspecify.annotations.NullMarked;
