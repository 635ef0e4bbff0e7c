package dev.bascule.lab.bench;

/**
 * What one installation cost.
 *
 * @param wallSeconds from the start of the first process to the end of the last
 * @param userSeconds in user space, of all its processes
 * @param systemSeconds in the kernel on their behalf; threads of the kernel's own are nobody's
 * @param peakBytes the sum of its processes' peaks of resident memory
 * @param payloadBytes the size of what it installs from
 * @param writtenBytes what reached the slot's device, or -1 where the slot is a plain file
 */
record Measurement(
    double wallSeconds,
    double userSeconds,
    double systemSeconds,
    long peakBytes,
    long payloadBytes,
    long writtenBytes) {}
