/** Where a repository's files come from. Start at {@link dev.bascule.image.origin.Origin}. */
@NullMarked
package dev.bascule.image.origin;

import org.jspecify.annotations.NullMarked;
