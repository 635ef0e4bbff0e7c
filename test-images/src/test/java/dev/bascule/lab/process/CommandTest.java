package dev.bascule.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandTest {

  private static final Tool SH = new Tool("sh", "dash");

  @Test
  void returnsWhatTheProgramWrote() throws IOException {
    Outcome outcome = SH.command("-c", "echo out; echo err >&2").run();

    assertThat(outcome).isEqualTo(new Outcome(0, "out\n", "err\n"));
  }

  @Test
  void failureSaysCommandCodeAndErrors() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> SH.command("-c", "echo broken >&2; exit 7").run())
        .withMessageContaining("exit 7")
        .withMessageContaining("found 7")
        .withMessageContaining("broken")
        .matches(e -> e.exitCode() == 7);
  }

  @Test
  void killsWhatDoesNotEndInTimeWithAllItStarted(@TempDir Path directory) throws IOException {
    Path pid = directory.resolve("pid");

    assertThatIOException()
        .isThrownBy(
            () -> SH.command("-c", "sleep 600 & echo $! > " + pid + "; wait")
                .within(Duration.ofMillis(500))
                .run())
        .withMessageContaining("killed");

    long sleeper = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(sleeper)).satisfiesAnyOf(
        handle -> assertThat(handle).isEmpty(),
        handle -> assertThat(handle.orElseThrow().onExit()).succeedsWithin(Duration.ofSeconds(5)));
  }

  @Test
  void tellsWhereAJavaProgramHangs(@TempDir Path directory) throws IOException {
    Path program = Files.writeString(directory.resolve("Sleeper.java"), """
      void main() throws InterruptedException {
        Thread.sleep(600_000);
      }
      """);

    assertThatIOException()
        .isThrownBy(() -> Command
            .of(List.of(ProcessHandle.current().info().command().orElseThrow(), program.toString()))
            .within(Duration.ofSeconds(20))
            .run())
        .withMessageContaining("Sleeper.main");
  }

  @Test
  void readsOutputThatIsLongerThanAPipe() throws IOException {
    Outcome outcome = SH.command("-c", "head -c 1000000 /dev/zero | tr '\\0' x").run();

    assertThat(outcome.output()).hasSize(1_000_000);
  }

  @Test
  void refusesOutputBeyondItsBound() {
    assertThatIOException()
        .isThrownBy(() -> SH.command("-c", "head -c 20000000 /dev/zero").run())
        .havingCause()
        .withMessageContaining("20000000 bytes");
  }

  @Test
  void keepsTheEndOfLongErrors() throws IOException {
    Outcome outcome = SH
        .command("-c", "head -c 300000 /dev/zero | tr '\\0' x >&2; echo last words >&2")
        .run();

    assertThat(outcome.errors()).hasSize(Capture.TAIL_LIMIT).endsWith("xxlast words\n");
  }

  @Test
  void missingProgramNamesItsPackage() {
    assertThatExceptionOfType(MissingToolException.class)
        .isThrownBy(() -> new Tool("no-such-program", "some-package").command())
        .withMessageContaining("apt-get install some-package");
  }

  @Test
  void wrapperRunsTheCommand() throws IOException {
    Outcome outcome = SH.command("-c", "echo $WORD")
        .with("WORD", "wrapped")
        .under(new Tool("env", "coreutils").command("OTHER=1"))
        .run();

    assertThat(outcome.output()).isEqualTo("wrapped\n");
  }

  @Test
  void pipelineFailsWithItsFirstFailure() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(
            () -> Pipeline.run(
                List.of(SH.command("-c", "exit 3"), SH.command("-c", "cat")),
                Duration.ofSeconds(10)))
        .matches(e -> e.exitCode() == 3);
  }

  @Test
  void backgroundIsKilledAtOnce(@TempDir Path directory) throws IOException {
    try (Background sleeper =
        SH.command("-c", "echo up; exec sleep 600").start(directory.resolve("log"))) {
      sleeper.awaitUntil(() -> sleeper.log().equals("up\n"), Duration.ofSeconds(10));

      sleeper.kill();

      assertThat(sleeper.awaitEnd(Duration.ofSeconds(1))).isEqualTo(128 + 9);
    }
  }
}
