/** The device's configuration. Start at {@link dev.bascule.updater.config.Configuration}. */
@NullMarked
package dev.bascule.updater.config;

import org.jspecify.annotations.NullMarked;
