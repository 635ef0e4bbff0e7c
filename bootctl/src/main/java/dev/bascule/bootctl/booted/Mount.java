package dev.bascule.bootctl.booted;

import dev.bascule.bootctl.sys.DeviceNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One line of {@code /proc/self/mountinfo}, as proc_pid_mountinfo(5) describes it.
 *
 * @param device the number of the file system's device; major 0 where it has none of its own
 * @param point where it is mounted, as the kernel escapes it
 * @param source what was mounted, {@code /dev/sda2} for instance
 */
record Mount(DeviceNumber device, String point, String source) {
  private static final int MAX_BYTES = 4 << 20;

  /** Reads all mounts, the topmost of each point last; a proc directory without any has none. */
  static List<Mount> read(Path proc) throws IOException {
    return BoundedFile.read(proc.resolve("self").resolve("mountinfo"), MAX_BYTES)
        .lines()
        .map(Mount::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  /** {@code 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw}; empty if it is not so. */
  static Optional<Mount> parse(String line) {
    var fields = List.of(line.split(" ", -1));
    int separator = fields.indexOf("-");
    if (separator < 6 || fields.size() < separator + 3) {
      return Optional.empty();
    }
    return DeviceNumber.parse(fields.get(2))
        .map(device -> new Mount(device, fields.get(4), fields.get(separator + 2)));
  }
}
