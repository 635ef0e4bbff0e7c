package dev.bascule.updater.health;

import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Which dm-verity root hash runs: from the live device-mapper table, which is what the kernel checks every read against
 * ({@code dmsetup table --target verity}), or else from the kernel's command line: {@code roothash=} and
 * {@code systemd.verity_root_hash=} as systemd reads them, or a verity table in {@code dm-mod.create=}.
 */
public record RunningRoot(Path proc, Programs programs) {

  private static final int MAX_COMMAND_LINE = 64 << 10;
  private static final String HASH = "([0-9a-f]{64})";
  /** Version, two devices, two block sizes, two numbers, algorithm, root hash (kernel: admin-guide/device-mapper/verity). */
  private static final Pattern TABLE = Pattern.compile(
      "verity \\d+ \\S+ \\S+ \\d+ \\d+ \\d+ \\d+ sha256 " + HASH + "\\b");
  private static final Pattern ARGUMENT =
      Pattern.compile("(?:^| )(?:roothash|systemd\\.verity_root_hash)=\"?" + HASH + "\\b");

  /** All root hashes that the kernel knows of, in lower case; empty where it tells none. */
  public TreeSet<String> hashes(Duration limit) throws IOException {
    TreeSet<String> hashes = new TreeSet<>();
    ProgramRun run = programs.run(List.of("dmsetup", "table", "--target", "verity"), limit);
    if (run.succeeded()) {
      find(TABLE, run.output(), hashes);
    }
    if (hashes.isEmpty()) {
      String line = commandLine();
      find(ARGUMENT, line, hashes);
      find(TABLE, line, hashes);
    }
    return hashes;
  }

  /** What is wrong if a volume's signed root hash must be among those that run; empty if nothing is. */
  Optional<String> compare(String signed, boolean mustTell, Duration limit) throws IOException {
    TreeSet<String> running = hashes(limit);
    if (running.isEmpty()) {
      return mustTell
          ? Optional.of("expected the root hash " + signed + ", but the kernel tells none")
          : Optional.empty();
    }
    return running.contains(signed)
        ? Optional.empty()
        : Optional.of("expected the root hash " + signed + ", found " + running);
  }

  private static void find(Pattern pattern, String text, TreeSet<String> hashes) {
    pattern.matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .forEach(hashes::add);
  }

  private String commandLine() throws IOException {
    try (var stream = Files.newInputStream(proc.resolve("cmdline"))) {
      return new String(stream.readNBytes(MAX_COMMAND_LINE), StandardCharsets.UTF_8);
    }
  }
}
