package dev.bascule.lab.bench;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes slots as slow as a medium for the programs that are measured: a control group of the kernel's blkio controller
 * (Documentation/admin-guide/cgroup-v1/blkio-controller.rst), which this process joins while it starts them.
 */
final class Throttle implements AutoCloseable {

  private static final Path CONTROLLER = Path.of("/sys/fs/cgroup/blkio");
  private static final String MEMBERS = "cgroup.procs";

  private final Medium medium;
  private final Path group;

  private Throttle(Medium medium, Path group) {
    this.medium = medium;
    this.group = group;
  }

  /** Something that is done at the medium's speed. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Makes the group, without a limit yet. Needs root and the controller. */
  static Throttle of(Medium medium) throws IOException {
    Path group = CONTROLLER.resolve("bascule-bench-" + ProcessHandle.current().pid());
    if (medium.limited()) {
      if (!Files.isDirectory(CONTROLLER)) {
        throw new IOException(
            CONTROLLER + ": expected the kernel's blkio controller, found nothing;"
                + " measure with --medium machine");
      }
      Files.createDirectory(group);
    }
    return new Throttle(medium, group);
  }

  /** Limits a slot for all that is in the group. */
  void limit(TargetSlot slot) throws IOException {
    if (medium.limited()) {
      String number = new Tool("lsblk", "util-linux")
          .command("-dno", "MAJ:MIN", slot.device().toString())
          .run()
          .output()
          .strip();
      write(group.resolve("blkio.throttle.read_bps_device"), number + " " + medium.readRate());
      write(group.resolve("blkio.throttle.write_bps_device"), number + " " + medium.writeRate());
    }
  }

  /** Does something, this process and all that it starts, at the medium's speed. */
  <T> T during(Work<T> work) throws IOException {
    join(group);
    try {
      return work.run();
    } finally {
      join(CONTROLLER);
    }
  }

  /** Takes the limits away. */
  @Override
  public void close() throws IOException {
    if (medium.limited()) {
      for (String member : Files.readAllLines(group.resolve(MEMBERS), StandardCharsets.US_ASCII)) {
        write(CONTROLLER.resolve(MEMBERS), member);
      }
      Files.delete(group);
    }
  }

  private void join(Path which) throws IOException {
    if (medium.limited()) {
      write(which.resolve(MEMBERS), Long.toString(ProcessHandle.current().pid()));
    }
  }

  private static void write(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardCharsets.US_ASCII);
  }
}
