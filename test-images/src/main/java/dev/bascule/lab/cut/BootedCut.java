package dev.bascule.lab.cut;

/**
 * A state that a cut left of a recording, really booted.
 *
 * @param machine its firmware and loader
 * @param moment when the power was cut
 * @param good whether a system came up that could be confirmed
 * @param outcome what came up, or what was expected and found
 * @param console the end of what the machine's console showed
 */
public record BootedCut(String machine, Cuts.Moment moment, boolean good, String outcome,
    String console) {}
