package dev.bascule.lab.machine;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A machine that is on. What it does not do in time is an exception with the end of its console. */
public final class PoweredMachine implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration COMMAND = Duration.ofSeconds(90);
  private static final Duration END = Duration.ofSeconds(20);
  private static final Pattern INSTRUCTION = Pattern.compile("\\b[RE]?(IP|PC)=[0-9a-f]+");

  private final Background qemu;
  private final Qmp qmp;
  private final GuestShell shell;
  private final Console console;
  private final Path sockets;

  PoweredMachine(Background qemu, Qmp qmp, GuestShell shell, Console console, Path sockets) {
    this.qemu = qemu;
    this.qmp = qmp;
    this.shell = shell;
    this.console = console;
    this.sockets = sockets;
  }

  /**
   * Waits until a system is up and ready for commands, however many starts it takes.
   *
   * @return what it says of itself: the slot's letter first
   */
  public String awaitReady(Duration limit) throws IOException {
    Optional<String> said = shell.awaitReady(limit);
    if (said.isEmpty()) {
      throw failure("expected a system that is ready for commands within " + limit.toSeconds()
          + " s");
    }
    return said.get();
  }

  /** Waits for a line on the console, behind the last one that was waited for. */
  public String awaitConsole(String regex, Duration limit) throws IOException {
    Optional<String> seen = look(regex, limit);
    if (seen.isEmpty()) {
      throw failure(
          "expected \"" + regex + "\" on the console within " + limit.toSeconds() + " s");
    }
    return seen.get();
  }

  /** As {@link #awaitConsole}, and it may not come. */
  public Optional<String> look(String regex, Duration limit) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<String> found = console.find(pattern);
      if (found.isPresent() || System.nanoTime() > end || !qemu.alive()) {
        return found;
      }
      pause();
    }
  }

  /** Presses the reset button. */
  public void reset() throws IOException {
    qmp.execute("system_reset");
  }

  /** Runs one line of shell in the guest, whatever it ends with. */
  public Outcome attempt(String command) throws IOException {
    return attempt(command, COMMAND);
  }

  /** Runs one line of shell that takes its time, whatever it ends with. */
  public Outcome attempt(String command, Duration limit) throws IOException {
    shell.send(command);
    Optional<Outcome> outcome = shell.awaitOutcome(limit);
    if (outcome.isEmpty()) {
      throw failure("expected an end of `" + command + "` within " + limit.toSeconds() + " s");
    }
    return outcome.get();
  }

  /** Runs one line of shell in the guest; it must succeed. */
  public String run(String command) throws IOException {
    return run(command, COMMAND);
  }

  /** Runs one line of shell that takes its time; it must succeed. */
  public String run(String command, Duration limit) throws IOException {
    Outcome outcome = attempt(command, limit);
    if (!outcome.succeeded()) {
      throw failure("`%s`: expected exit code 0, found %d%n%s%s".formatted(command,
          outcome.exitCode(), outcome.errors(), outcome.output()));
    }
    return outcome.output();
  }

  /** Gives the guest a command that it does not come back from, or that is to be interrupted. */
  public void send(String command) throws IOException {
    shell.send(command);
  }

  /**
   * Cuts the power some time from now: the guest stops in the middle of whatever it does. What it has written to the
   * disk, flushed or not, is there; what was in its own memory is lost.
   */
  public void cutPowerAfter(Duration time) throws IOException {
    qemu.leave(time);
    close();
  }

  /** Waits until the guest has switched the machine off. */
  public void awaitOff() throws IOException {
    qemu.awaitEnd(END);
    close();
  }

  /** When the guest has started the machine anew in this life, whatever came of it. */
  public List<Instant> restarts() throws IOException {
    return qmp.restarts();
  }

  /** All that the console showed in this life. */
  public String console() throws IOException {
    return console.text();
  }

  /** The end of it. */
  public String consoleTail() throws IOException {
    return console.tail();
  }

  @Override
  public void close() throws IOException {
    qemu.kill();
    shell.close();
    qmp.close();
    new FileTree(sockets).delete();
  }

  /** A failure of this machine: what was expected and found, with the end of the console. */
  public MachineException failure(String problem) throws IOException {
    return new MachineException(problem + "\n" + state(), console.tail());
  }

  /** Whether it runs, and where its processor is: of a machine that stands still, in whose code. */
  public String state() throws IOException {
    if (!qemu.alive()) {
      return "QEMU has ended: " + qemu.log();
    }
    String registers = qmp.monitor("info registers");
    return "QEMU says: " + qmp.execute("query-status").path("status").asText() + ", at "
        + registers.lines()
            .map(INSTRUCTION::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
            .findFirst()
            .orElse("an unknown instruction");
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for a machine");
    }
  }
}
