/** The checks that a new image must pass. Start at {@link dev.bascule.updater.health.HealthChecks}. */
@NullMarked
package dev.bascule.updater.health;

import org.jspecify.annotations.NullMarked;
