/**
 * Tiles as differences against other blocks: matches, and literals whose bits are predicted from what stands at the same
 * place there. Start at {@link dev.bascule.image.difference.DifferenceDecoder}.
 */
@NullMarked
package dev.bascule.image.difference;

import org.jspecify.annotations.NullMarked;
