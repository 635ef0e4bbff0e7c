/** Kernels, and what measuring them needs, that only their own package sees. */
@NullMarked
package dev.bascule.image.lz4;

import org.jspecify.annotations.NullMarked;
