/** Reads Mender's artifacts. Start at {@link dev.bascule.publisher.mender.MenderFormat}. */
@NullMarked
package dev.bascule.publisher.mender;

import org.jspecify.annotations.NullMarked;
