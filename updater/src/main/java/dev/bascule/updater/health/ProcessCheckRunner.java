package dev.bascule.updater.health;

import dev.bascule.updater.health.CheckResult.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs a check as a process of its own session, with an environment that has nothing from ours, no input, and the end
 * of its output kept. When it has ended, or its time is over, all processes of its session are killed.
 */
public final class ProcessCheckRunner implements CheckRunner {

  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final Path proc;
  private final Map<String, String> environment;

  /**
   * A runner.
   *
   * @param proc where the system's processes are listed
   * @param facts what a check may want to know, as variables: {@code BASCULE_SLOT} for instance
   */
  public ProcessCheckRunner(Path proc, Map<String, String> facts) {
    this.proc = proc;
    this.environment = new TreeMap<>(facts);
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", "/");
  }

  @Override
  public CheckResult run(Path file, boolean required, Duration limit) throws IOException {
    long start = System.nanoTime();
    Process process;
    try {
      process = start(file);
    } catch (IOException e) {
      return new CheckResult(file, required, new Outcome.NotRun(String.valueOf(e.getMessage())),
          Duration.ZERO, "");
    }
    ProcessSession session = new ProcessSession(process.toHandle(), proc);
    OutputTail output = OutputTail.of(process.getInputStream());
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      Outcome outcome = ended ? outcome(process.exitValue()) : new Outcome.TimedOut(limit);
      session.killAll();
      return new CheckResult(file, required, outcome,
          Duration.ofNanos(System.nanoTime() - start), output.await(LAST_OUTPUT));
    } catch (InterruptedException e) {
      session.killAll();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + file + " was running");
    }
  }

  private Process start(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("is not a file");
    }
    if (!Files.isExecutable(file)) {
      throw new IOException("is not executable");
    }
    List<String> command = new ArrayList<>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(
            setsid -> command.add(setsid.toString()));
    command.add(file.toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Outcome outcome(int exitCode) {
    return exitCode == 0 ? new Outcome.Passed() : new Outcome.Failed(exitCode);
  }
}
