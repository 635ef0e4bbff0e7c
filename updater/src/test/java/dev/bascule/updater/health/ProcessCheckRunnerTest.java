package dev.bascule.updater.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.updater.health.CheckResult.Outcome;
import dev.bascule.updater.process.SystemPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
class ProcessCheckRunnerTest {

  /** Tenths of a second. */
  private static final int PATIENCE = 100;
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir
  private Path directory;
  private final CheckRunner runner = new ProcessCheckRunner(
      new SystemPrograms(Path.of("/proc"), Map.of("BASCULE_SLOT", "B"), SystemPrograms.OUTPUT));

  @Test
  void passesWithExitCodeZeroAndKeepsBothStreams() throws IOException {
    CheckResult result = run("echo out; echo err >&2", LONG);

    assertThat(result.outcome()).isEqualTo(new Outcome.Passed());
    assertThat(result.output()).isEqualTo("out\nerr\n");
    assertThat(result.words()).isEqualTo("passed");
  }

  @Test
  void failsWithAnyOtherExitCode() throws IOException {
    assertThat(run("exit 7", LONG).words()).isEqualTo("exit 7");
    assertThat(run("kill -SEGV $$", LONG).outcome()).isEqualTo(new Outcome.Failed(139));
  }

  @Test
  void givesTheCheckACleanEnvironmentAndNoInput() throws IOException {
    CheckResult result =
        run("env | cut -d= -f1 | grep -v -e PWD -e SHLVL -e '^_$' | sort; cat; pwd",
            LONG);

    assertThat(result.output()).isEqualTo("BASCULE_SLOT\nHOME\nLANG\nPATH\n/\n");
  }

  @Test
  void keepsTheEndOfEndlessOutput() throws IOException {
    CheckResult result = run("yes line | head -n 100000; echo the end", LONG);

    assertThat(result.output()).hasSize(SystemPrograms.OUTPUT).endsWith("line\nthe end\n");
  }

  @Test
  void killsACheckThatRunsTooLongWithAllThatItStarted() throws IOException {
    CheckResult result = run("""
      sleep 1000 &
      echo $!
      (setsid=no; sleep 1001 & echo $!) &
      echo $$
      wait
      sleep 1002
      """, Duration.ofSeconds(2));

    assertThat(result.outcome()).isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(2)));
    assertThat(result.words()).isEqualTo("timed out after 2s");
    assertGone(result, 3);
  }

  @Test
  void leavesNothingBehindThatACheckPutIntoTheBackground() throws IOException {
    CheckResult result = run("(sleep 1000 & echo $!) & sleep 0.2; exit 0", LONG);

    assertThat(result.passed()).isTrue();
    assertGone(result, 1);
  }

  @Test
  void saysWhyACheckCouldNotBeRun() throws IOException {
    Path file = Files.writeString(directory.resolve("check"), "#!/bin/sh\n");
    assertThat(runner.run(file, true, LONG).words())
        .isEqualTo("could not be run: is not executable");

    Files.delete(file);
    Files.createDirectory(file);
    assertThat(runner.run(file, true, LONG).words()).isEqualTo("could not be run: is not a file");
  }

  private static void assertGone(CheckResult result, int count) {
    long[] processes = result.output().lines().mapToLong(Long::parseLong).toArray();
    assertThat(processes).hasSize(count);
    for (long process : processes) {
      assertThat(isGone(process)).as("process " + process + " is gone").isTrue();
    }
  }

  /** A signal that was sent takes its time on a machine that is busy. */
  private static boolean isGone(long process) {
    for (int i = 0; i < PATIENCE; i++) {
      boolean runs = ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
      if (!runs || isZombie(process)) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return false;
  }

  /** Killed, and not yet fetched by whoever adopted it. */
  private static boolean isZombie(long process) {
    try {
      return Files.readString(Path.of("/proc/" + process + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  private CheckResult run(String script, Duration limit) throws IOException {
    Path file = directory.resolve("10-check");
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return runner.run(file, true, limit);
  }
}
