/**
 * When the device may do by itself what it would do: windows, metered connections, inhibitors, hooks. Start at
 * {@link dev.bascule.updater.policy.Gates}.
 */
@NullMarked
package dev.bascule.updater.policy;

import org.jspecify.annotations.NullMarked;
