/**
 * U-Boot's environment, and the conventions by which its scripts choose between slots. Start at
 * {@link dev.bascule.bootctl.uboot.Uboot}.
 *
 * <p>Source: U-Boot's {@code env/common.c} and {@code tools/env}; RAUC's {@code contrib/uboot.sh}.
 */
@NullMarked
package dev.bascule.bootctl.uboot;

import org.jspecify.annotations.NullMarked;
