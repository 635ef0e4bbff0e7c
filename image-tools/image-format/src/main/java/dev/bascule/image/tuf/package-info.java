/**
 * What to trust, and why: a client for The Update Framework (specification 1.0.3x), and the model of its
 * metadata. Start at {@link dev.bascule.image.tuf.TufClient}.
 */
@NullMarked
package dev.bascule.image.tuf;

import org.jspecify.annotations.NullMarked;
