/** A part of a repository in one file, for a stick. Start at {@link dev.bascule.publisher.bundle.BundleMaker}. */
@NullMarked
package dev.bascule.publisher.bundle;

import org.jspecify.annotations.NullMarked;
