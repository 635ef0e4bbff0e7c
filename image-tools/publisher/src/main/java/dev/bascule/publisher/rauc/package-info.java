/** Reads RAUC's bundles. Start at {@link dev.bascule.publisher.rauc.RaucFormat}. */
@NullMarked
package dev.bascule.publisher.rauc;

import org.jspecify.annotations.NullMarked;
