/** What is known of each slot's content. Start at {@link dev.bascule.updater.slot.SlotRecords}. */
@NullMarked
package dev.bascule.updater.slot;

import org.jspecify.annotations.NullMarked;
