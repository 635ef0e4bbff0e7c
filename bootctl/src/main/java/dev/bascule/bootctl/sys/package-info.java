/**
 * The kernel's calls that Java has no words for, each wrapped at once in a typed class. Start at
 * {@link dev.bascule.bootctl.sys.BlockFile}.
 *
 * <p>Nothing outside this package imports {@code com.sun.jna}.
 */
@NullMarked
package dev.bascule.bootctl.sys;

import org.jspecify.annotations.NullMarked;
