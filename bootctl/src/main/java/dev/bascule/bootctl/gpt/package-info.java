/**
 * The GUID partition table, and the boot loaders that keep their choice in its attribute bits. Start at
 * {@link dev.bascule.bootctl.gpt.GptBootControl}; the table itself is
 * {@link dev.bascule.bootctl.gpt.Gpt}.
 *
 * <p>Source: UEFI Specification 2.10, chapter 5 "GUID Partition Table (GPT) Disk Layout".
 */
@NullMarked
package dev.bascule.bootctl.gpt;

import org.jspecify.annotations.NullMarked;
