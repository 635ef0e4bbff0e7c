/**
 * Running other people's programs with a time limit, bounded output and a clear failure. Start at
 * {@link dev.bascule.lab.process.Tool}.
 */
@NullMarked
package dev.bascule.lab.process;

import org.jspecify.annotations.NullMarked;
