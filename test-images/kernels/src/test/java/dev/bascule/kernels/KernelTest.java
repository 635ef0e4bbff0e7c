package dev.bascule.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every kernel and every limit once: what none of them times here is that they still do what they did. */
class KernelTest {

  @Test
  void everyKernelRunsBesideItsLimit() throws RunnerException {
    Options options = new OptionsBuilder()
        .mode(Mode.SingleShotTime)
        .warmupIterations(0)
        .measurementIterations(1)
        .forks(0)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();

    Map<String, List<String>> methods = new Runner(options).run()
        .stream()
        .map(result -> result.getParams().getBenchmark())
        .collect(Collectors.groupingBy(name -> name.substring(0, name.lastIndexOf('.')),
            Collectors.mapping(name -> name.substring(name.lastIndexOf('.') + 1),
                Collectors.toList())));

    // What lab bench kernels makes a table of.
    assertThat(methods).hasSize(12);
    assertThat(methods.values()).allSatisfy(of -> {
      assertThat(of).contains("kernel").hasSizeGreaterThan(1);
      assertThat(of).allMatch(name -> name.equals("kernel") || name.startsWith("limit"));
    });
  }
}
