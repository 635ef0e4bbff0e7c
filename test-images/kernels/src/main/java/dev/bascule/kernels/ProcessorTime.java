package dev.bascule.kernels;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/** A profiler for JMH: the processor time of the whole process for each MiB, which does not depend on who else wants the processor. */
public final class ProcessorTime implements InternalProfiler {

  private long begun;

  @Override
  public String getDescription() {
    return "processor time of the process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    begun = now();
  }

  @Override
  public Collection<ScalarResult> afterIteration(BenchmarkParams benchmark,
      IterationParams iteration, IterationResult result) {
    double spent = (now() - begun) / (double) TimeUnit.MICROSECONDS.toNanos(1);
    return List.of(new ScalarResult("processor.time.norm",
        spent / result.getMetadata().getAllOps(), "us/op", AggregationPolicy.AVG));
  }

  /** Nanoseconds. */
  private static long now() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
