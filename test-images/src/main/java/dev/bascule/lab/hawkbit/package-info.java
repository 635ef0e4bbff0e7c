/** A real hawkBit for devices to be told by. Start at {@link dev.bascule.lab.hawkbit.HawkbitServer}. */
@NullMarked
package dev.bascule.lab.hawkbit;

import org.jspecify.annotations.NullMarked;
