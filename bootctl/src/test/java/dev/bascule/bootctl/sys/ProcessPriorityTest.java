package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessPriorityTest {

  /** In a process of its own: what one has given up only root gets back. */
  @Test
  void everyThreadYieldsAndThoseThatItStarts() throws Exception {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), YieldingProgram.class.getName())
        .redirectErrorStream(true)
        .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("nice [7]").contains("best-effort: prio 7");
  }

  @Test
  void refusesToTakePrecedence() {
    assertThatThrownBy(
        () -> ProcessPriority.set(Path.of("/proc"), -1, ProcessPriority.Media.LOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysThatThereIsNoProc() {
    assertThatThrownBy(
        () -> ProcessPriority.set(Path.of("/nowhere"), 1, ProcessPriority.Media.LOW))
        .isInstanceOf(IOException.class);
  }
}
