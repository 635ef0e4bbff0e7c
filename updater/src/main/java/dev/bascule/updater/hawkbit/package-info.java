/**
 * Speaking to Eclipse hawkBit as one of its devices: its Direct Device Integration API. hawkBit names a version; whether and
 * from where it is installed is decided elsewhere. Start at {@link dev.bascule.updater.hawkbit.HawkbitClient}.
 */
@NullMarked
package dev.bascule.updater.hawkbit;

import org.jspecify.annotations.NullMarked;
