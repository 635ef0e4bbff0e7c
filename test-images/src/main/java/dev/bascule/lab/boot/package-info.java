/**
 * A boot loader in a few lines, so that a test can start a disk image thousands of times. Start at
 * {@link dev.bascule.lab.boot.GptMachine}.
 */
@NullMarked
package dev.bascule.lab.boot;

import org.jspecify.annotations.NullMarked;
