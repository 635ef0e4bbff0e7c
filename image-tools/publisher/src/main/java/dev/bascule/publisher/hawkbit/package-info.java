/**
 * Telling a hawkBit server which versions there are, and who gets them when. Start at
 * {@link dev.bascule.publisher.hawkbit.Push}.
 */
@NullMarked
package dev.bascule.publisher.hawkbit;

import org.jspecify.annotations.NullMarked;
