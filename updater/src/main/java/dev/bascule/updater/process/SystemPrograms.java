package dev.bascule.updater.process;

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
 * Runs a program as a process of its own session, with an environment that has nothing from ours, no input, and the end
 * of its output kept. When it has ended, or its time is over, all processes of its session are killed.
 */
public final class SystemPrograms implements Programs {

  /** As much of a program's output is kept, in bytes, unless said otherwise. */
  public static final int OUTPUT = 4096;

  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final Path proc;
  private final Map<String, String> environment;
  private final int output;

  /**
   * A runner.
   *
   * @param proc where the system's processes are listed
   * @param facts what a program may want to know, as variables: {@code BASCULE_SLOT} for instance
   * @param output as much of a program's output is kept, in bytes
   */
  public SystemPrograms(Path proc, Map<String, String> facts, int output) {
    this.proc = proc;
    this.output = output;
    this.environment = new TreeMap<>(facts);
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", "/");
  }

  @Override
  public ProgramRun run(List<String> words, Duration limit) throws IOException {
    long start = System.nanoTime();
    Process process;
    try {
      process = start(words);
    } catch (IOException e) {
      return new ProgramRun(new Ending.NotStarted(String.valueOf(e.getMessage())), Duration.ZERO,
          "");
    }
    ProcessSession session = new ProcessSession(process.toHandle(), proc);
    OutputTail tail = OutputTail.of(process.getInputStream(), output);
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      Ending ending = ended
          ? new Ending.Exited(process.exitValue())
          : new Ending.TimedOut(limit);
      session.killAll();
      return new ProgramRun(ending, Duration.ofNanos(System.nanoTime() - start),
          tail.await(LAST_OUTPUT));
    } catch (InterruptedException e) {
      session.killAll();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + words.getFirst() + " was running");
    }
  }

  private Process start(List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(setsid -> command.add(setsid.toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
