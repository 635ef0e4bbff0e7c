/**
 * What is kept of a system that failed, so that somebody can find out why. Start at
 * {@link dev.bascule.updater.evidence.EvidenceStore}.
 */
@NullMarked
package dev.bascule.updater.evidence;

import org.jspecify.annotations.NullMarked;
