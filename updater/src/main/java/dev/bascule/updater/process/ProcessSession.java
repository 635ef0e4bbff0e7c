package dev.bascule.updater.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All processes that one process has started: those of the session that it leads, and its descendants. A grandchild
 * whose parents are gone is found by its session.
 */
final class ProcessSession {

  private static final int MAX_ROUNDS = 16;
  private static final String ALL_DIGITS = "[0-9]*";

  private final ProcessHandle leader;
  private final Path proc;

  ProcessSession(ProcessHandle leader, Path proc) {
    this.leader = leader;
    this.proc = proc;
  }

  /** Kills until none is left; a process that forks faster is caught in a later round. */
  void killAll() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Set<ProcessHandle> living = living();
      if (living.isEmpty()) {
        return;
      }
      living.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Set<ProcessHandle> living() {
    Set<ProcessHandle> living = new LinkedHashSet<>();
    leader.descendants().forEach(living::add);
    living.add(leader);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, ALL_DIGITS)) {
      for (Path process : processes) {
        if (session(process) == leader.pid()) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(living::add);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Without a list of processes the descendants have to do.
    }
    living.removeIf(process -> !process.isAlive());
    return living;
  }

  /** The session of a process: the fourth field behind its name in {@code stat} (proc(5)); 0 once it has ended. */
  private static long session(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      return fields.length > 3 ? Long.parseLong(fields[3]) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
