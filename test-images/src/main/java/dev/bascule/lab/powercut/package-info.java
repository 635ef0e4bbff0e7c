/**
 * Power cuts of whole devices: what updates ask of the media is recorded, every medium that a cut can leave is judged,
 * some are gone on from. Start at {@link dev.bascule.lab.powercut.CutRun}.
 */
@NullMarked
package dev.bascule.lab.powercut;

import org.jspecify.annotations.NullMarked;
