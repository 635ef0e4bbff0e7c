/** Looks into an image before it is signed. Start at {@link dev.bascule.publisher.lint.Lint}. */
@NullMarked
package dev.bascule.publisher.lint;

import org.jspecify.annotations.NullMarked;
