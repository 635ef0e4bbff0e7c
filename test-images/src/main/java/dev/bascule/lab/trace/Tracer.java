package dev.bascule.lab.trace;

import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs commands under strace and tells what they asked of a disk's file and of the files below a directory, one command
 * after the other: a file keeps its number.
 */
public final class Tracer {

  /** strace; Debian's package has its name. */
  public static final Tool STRACE = Tool.of("strace");

  private static final String CALLS =
      "openat,open,creat,lseek,write,pwrite64,writev,pwritev,pwritev2,"
          + "ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,"
          + "link,linkat,symlink,symlinkat,fsync,fdatasync,sync,syncfs,copy_file_range,sendfile";
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final FileActs acts;
  private final Path scratch;

  private Tracer(FileActs acts, Path scratch) {
    this.acts = acts;
    this.scratch = scratch;
  }

  /**
   * Begins with media as they are.
   *
   * @param places what is watched
   * @param now what is there
   * @param scratch for the log
   */
  public static Tracer watch(Places places, Snapshot now, Path scratch) {
    return new Tracer(new FileActs(places, now), scratch);
  }

  /**
   * What a command did.
   *
   * @param outcome the command's own
   */
  public record Traced(Outcome outcome, List<Act> acts) {}

  /** The number of a file that is there. */
  public int number(String name) throws IOException {
    return acts.number(name);
  }

  /** A file gets another name by somebody who is not traced. */
  public Act.Move move(String from, String to) {
    return acts.moved(from, to);
  }

  /** A variable of the firmware's gets a value, or none, by somebody who is not traced. */
  public Act.Variable variable(String name, byte[] value) {
    return acts.variable(name, value);
  }

  /** Runs a command, whatever comes of it. */
  public Traced run(Command command) throws IOException {
    Path log = Files.createTempFile(scratch, "strace", ".log");
    try {
      Outcome outcome = command
          .under(STRACE.command("-f", "-qq", "-xx", "-y", "-s", Integer.toString(4 << 20),
              "--seccomp-bpf", "-e", "signal=none", "-e", "trace=" + CALLS, "-o", log.toString()))
          .within(LIMIT)
          .attempt();
      acts.begin();
      for (SystemCall call : TraceLog.read(log)) {
        acts.take(call);
      }
      return new Traced(outcome, acts.taken());
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
