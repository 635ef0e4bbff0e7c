/**
 * The device's verbs: install, activate, confirm, roll back, cancel, mark. Start at
 * {@link dev.bascule.updater.update.Session}; each verb is one class.
 */
@NullMarked
package dev.bascule.updater.update;

import org.jspecify.annotations.NullMarked;
