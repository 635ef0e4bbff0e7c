/**
 * Benchmarks: the same work done by several programs in turn, on the same image and the same kind of
 * slot, in one run. Start at {@link dev.bascule.lab.bench.FullInstall}.
 */
@NullMarked
package dev.bascule.lab.bench;

import org.jspecify.annotations.NullMarked;
