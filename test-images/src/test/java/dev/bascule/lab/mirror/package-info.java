/** Repositories on real servers, as publishers put them there and devices read them. Start at {@link dev.bascule.lab.mirror.MirrorIT}. */
@NullMarked
package dev.bascule.lab.mirror;

import org.jspecify.annotations.NullMarked;
