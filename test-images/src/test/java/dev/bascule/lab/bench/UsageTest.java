package dev.bascule.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageTest {

  @TempDir
  Path directory;

  @Test
  void countsTimeAndMemoryOfAProgram() throws IOException {
    Needs.tools(Tool.of("time"));
    Path result = directory.resolve("usage");

    Usage
        .timed(new Tool("dd", "coreutils").command("if=/dev/zero", "of=/dev/null", "bs=64M",
            "count=40"), result)
        .run();

    Usage usage = Usage.readTimed(result);
    assertThat(usage.systemSeconds() + usage.userSeconds()).isPositive();
    assertThat(usage.peakBytes()).isBetween(64L << 20, 96L << 20);
  }

  @Test
  void readsARunningProcess() throws IOException {
    Usage usage = Usage.readRunning(ProcessHandle.current().pid());

    assertThat(usage.userSeconds()).isPositive();
    assertThat(usage.peakBytes()).isGreaterThan(16L << 20);
  }

  @Test
  void refusesAFileThatTimeDidNotWrite() throws IOException {
    Path result = Files.writeString(directory.resolve("usage"), "Command terminated\n");

    assertThatIOException().isThrownBy(() -> Usage.readTimed(result))
        .withMessageContaining("found [Command terminated]");
  }
}
