/**
 * A repository, or a part of one, in a single file that is read once from its beginning to its end. Start at
 * {@link dev.bascule.image.bundle.BundleOrigin}.
 */
@NullMarked
package dev.bascule.image.bundle;

import org.jspecify.annotations.NullMarked;
