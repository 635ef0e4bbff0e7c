/** What there is to install, and whether this device takes it. Start at {@link dev.bascule.updater.check.Check}. */
@NullMarked
package dev.bascule.updater.check;

import org.jspecify.annotations.NullMarked;
