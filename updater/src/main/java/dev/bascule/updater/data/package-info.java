/**
 * Data that outlives an update and whose form belongs to a release: brought into the new release's form on trial, and back. Start at
 * {@link dev.bascule.updater.data.Migration}.
 */
@NullMarked
package dev.bascule.updater.data;

import org.jspecify.annotations.NullMarked;
