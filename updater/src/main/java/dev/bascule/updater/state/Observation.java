package dev.bascule.updater.state;

import dev.bascule.bootctl.BootState;
import dev.bascule.updater.journal.Ledger;

/**
 * All that the state is derived from.
 *
 * @param boot what the boot loader says, and what booted
 * @param bootId the kernel's id of this boot
 */
public record Observation(BootState boot, String bootId, Ledger ledger) {}
