/**
 * Tiles as differences against other blocks: runs that are copied with few bytes changed, branches that lead to where
 * their targets moved, and literals between. Start at {@link dev.bascule.image.difference.DifferenceDecoder}.
 */
@NullMarked
package dev.bascule.image.difference;

import org.jspecify.annotations.NullMarked;
