package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessPriorityTest {

  @Test
  void everyThreadYieldsAndThoseThatItStarts() throws Exception {
    assertThat(run(List.of())).contains("nice [7]").contains("best-effort: prio 7");
  }

  @Test
  void whatYieldsMoreAlreadyIsNotRaised() throws Exception {
    assertThat(run(List.of("nice", "-n", "12", "ionice", "-c", "3"))).contains("nice [12]")
        .contains("idle");
  }

  @Test
  void refusesToTakePrecedence() {
    assertThatThrownBy(() -> ProcessPriority.yieldProcessor(Path.of("/proc"), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysThatThereIsNoProc() {
    assertThatThrownBy(() -> ProcessPriority.yieldProcessor(Path.of("/nowhere"), 1))
        .isInstanceOf(IOException.class);
  }

  /** In a process of its own: what one has given up only root gets back. */
  private static String run(List<String> before) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Stream.concat(before.stream(),
        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), YieldingProgram.class.getName()))
        .toList()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
