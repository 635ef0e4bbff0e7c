package dev.bascule.updater.journal;

import java.time.Instant;

/**
 * An event with its place in the journal.
 *
 * @param number counts from 1, never used twice
 * @param at the device's clock, which may be wrong; whole seconds
 * @param boot the kernel's id of the boot in which it happened
 */
public record Entry(long number, Instant at, String boot, Event event) {}
