/**
 * What a program asks of files, from the system calls that strace sees. Start at {@link dev.bascule.lab.trace.Tracer}.
 */
@NullMarked
package dev.bascule.lab.trace;

import org.jspecify.annotations.NullMarked;
