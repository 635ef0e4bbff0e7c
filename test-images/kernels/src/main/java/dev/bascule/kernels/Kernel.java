package dev.bascule.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is measured of every kernel: the time for each MiB of what it makes or reads, in an own process with the launcher's options. On a machine that others keep
 * busy {@link ProcessorTime} tells more.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g",
    "-Djdk.util.jar.enableMultiRelease=false", "--enable-native-access=ALL-UNNAMED"})
public abstract class Kernel {

  /** Whether a test only asks if all still works: what is made beforehand is less, and figures mean nothing. */
  static final boolean QUICK = Boolean.getBoolean("bascule.kernels.quick");

  /** The level of zstd for what is made beforehand: the publisher's own. */
  protected static final int LEVEL = QUICK ? 1 : 19;
}
