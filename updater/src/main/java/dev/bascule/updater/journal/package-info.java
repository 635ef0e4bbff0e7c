/**
 * The record of what was tried on this device and what came of it. Start at
 * {@link dev.bascule.updater.journal.Journal}; {@link dev.bascule.updater.journal.Ledger} is what it adds up to.
 */
@NullMarked
package dev.bascule.updater.journal;

import org.jspecify.annotations.NullMarked;
