/**
 * Two real images of one system: Debian bookworm before and after a point release's updates, made
 * from Debian's packages. Start at {@link dev.bascule.lab.debian.DebianCache}.
 */
@NullMarked
package dev.bascule.lab.debian;

import org.jspecify.annotations.NullMarked;
