/**
 * What other updaters' files have in common: who vouches for them, and which of their images become volumes. Start at {@link
 * dev.bascule.publisher.foreign.ForeignFormat}; the formats have a package each.
 */
@NullMarked
package dev.bascule.publisher.foreign;

import org.jspecify.annotations.NullMarked;
