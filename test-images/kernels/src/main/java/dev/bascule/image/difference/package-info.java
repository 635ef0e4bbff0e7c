/** Kernels, and what measuring them needs, that only their own package sees. */
@NullMarked
package dev.bascule.image.difference;

import org.jspecify.annotations.NullMarked;
