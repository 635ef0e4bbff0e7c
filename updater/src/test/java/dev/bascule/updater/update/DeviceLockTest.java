package dev.bascule.updater.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bascule.updater.update.DeviceLock.BusyException;
import dev.bascule.updater.update.DeviceLock.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLockTest {

  private static final Path PROC = Path.of("/proc");

  @TempDir
  private Path run;

  @Test
  void keepsTheSecondOutAndNamesTheFirst() throws IOException {
    try (DeviceLock first = acquire("update")) {
      assertThat(first).isNotNull();
      assertThatExceptionOfType(BusyException.class).isThrownBy(() -> acquire("rollback"))
          .withMessage("the device is busy: bascule update (process "
              + ProcessHandle.current().pid() + ") is at work");
      assertThat(DeviceLock.holder(run.resolve("lock")))
          .contains(new Holder(ProcessHandle.current().pid(), "update"));
    }

    try (DeviceLock second = acquire("rollback")) {
      assertThat(second).isNotNull();
    }
  }

  @Test
  void makesItsDirectory() throws IOException {
    try (DeviceLock lock =
        DeviceLock.acquire(run.resolve("deep/down"), "update", Duration.ZERO, PROC)) {
      assertThat(lock).isNotNull();
    }
  }

  private DeviceLock acquire(String verb) throws IOException {
    return DeviceLock.acquire(run, verb, Duration.ZERO, PROC);
  }
}
