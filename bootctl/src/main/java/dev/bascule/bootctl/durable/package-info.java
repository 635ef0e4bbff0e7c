/**
 * Small files that are replaced so that a power cut leaves the old content or the new. Start at
 * {@link dev.bascule.bootctl.durable.Folder}.
 */
@NullMarked
package dev.bascule.bootctl.durable;

import org.jspecify.annotations.NullMarked;
