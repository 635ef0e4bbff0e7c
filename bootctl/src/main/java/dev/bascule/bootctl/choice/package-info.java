/**
 * What is the same for every loader: which operations are permitted, and load, decide, write around a
 * stored choice. Start at {@link dev.bascule.bootctl.choice.StoredBootControl}.
 *
 * <p>A loader brings a {@link dev.bascule.bootctl.choice.SlotChoice}, the meaning of what it stores, and a
 * {@link dev.bascule.bootctl.choice.ChoiceStore}, the place where it stores it.
 */
@NullMarked
package dev.bascule.bootctl.choice;

import org.jspecify.annotations.NullMarked;
