package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.ExternalTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
  private static final Path PROC = Path.of("/proc");

  @TempDir
  private Path directory;

  @Test
  void isHeldByOneAtATimeEvenWithinOneProcess() throws IOException {
    var path = Files.createFile(directory.resolve("disk"));
    try (var _ = FileLock.acquire(path, Duration.ZERO, PROC)) {
      assertThatThrownBy(() -> FileLock.acquire(path, Duration.ofMillis(50), PROC))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("is locked by process " + ProcessHandle.current().pid() + " (java)")
          .hasMessageContaining("waited 50 ms");
    }
    FileLock.acquire(path, Duration.ZERO, PROC).close();
  }

  @Test
  void namesTheOtherProcessThatHoldsIt() throws Exception {
    var path = Files.createFile(directory.resolve("disk"));
    var locked = directory.resolve("locked");
    var flock = ExternalTool.require("flock");
    var holder = new ProcessBuilder(flock.program().toString(), path.toString(), "sh", "-c",
        "echo > '" + locked + "'; cat").redirectErrorStream(true).start();
    try {
      while (!Files.exists(locked)) {
        assertThat(holder.isAlive()).isTrue();
        Thread.sleep(5);
      }
      assertThatThrownBy(() -> FileLock.acquire(path, Duration.ZERO, PROC))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("is locked by process " + holder.pid() + " (flock)");
    } finally {
      holder.getOutputStream().close();
      holder.waitFor();
    }
    FileLock.acquire(path, Duration.ZERO, PROC).close();
  }

  @Test
  void waitsForTheHolderToFinish() throws Exception {
    var path = Files.createFile(directory.resolve("disk"));
    var first = FileLock.acquire(path, Duration.ZERO, PROC);
    var waiter = new Thread(() -> {
      try {
        FileLock.acquire(path, Duration.ofMinutes(1), PROC).close();
        Files.createFile(directory.resolve("had it"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    waiter.start();
    first.close();
    waiter.join();
    assertThat(directory.resolve("had it")).exists();
  }

  @Test
  void saysThatNobodyIsSeenWhereProcTellsNothing() throws IOException {
    var path = Files.createFile(directory.resolve("disk"));
    try (var _ = FileLock.acquire(path, Duration.ZERO, PROC)) {
      assertThatThrownBy(() -> FileLock.acquire(path, Duration.ZERO, directory))
          .isInstanceOf(BootException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void refusesAPathThatIsNotThere() {
    assertThatThrownBy(() -> FileLock.acquire(directory.resolve("absent"), Duration.ZERO, PROC))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("ENOENT");
  }
}
