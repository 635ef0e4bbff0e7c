/**
 * The kernels of a transfer, each in a class of its own beside what limits it: {@code kernel} does what the product does, and every
 * {@code limit…} what no such kernel can be faster than, on the same bytes. Kernels that only their own package sees are in a
 * package of that name. Start at {@link dev.bascule.kernels.Kernel}.
 */
@NullMarked
package dev.bascule.kernels;

import org.jspecify.annotations.NullMarked;
