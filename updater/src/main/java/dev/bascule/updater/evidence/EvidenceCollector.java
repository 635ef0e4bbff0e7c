package dev.bascule.updater.evidence;

import dev.bascule.updater.evidence.Evidence.Part;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks what a failed boot has left: systemd's journal of it, failed units, and what the kernel saved as it died. */
public final class EvidenceCollector {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LINES = "300";
  private static final int MAX_RECORDS = 8;

  private final Programs programs;
  private final List<Path> kernelRecords;

  /**
   * A collector.
   *
   * @param programs keeps enough of a program's output for a journal's tail
   * @param kernelRecords where the kernel's last words are: pstore, and where systemd moves them
   */
  public EvidenceCollector(Programs programs, List<Path> kernelRecords) {
    this.programs = programs;
    this.kernelRecords = List.copyOf(kernelRecords);
  }

  /** Of the boot that runs and failed its checks. */
  public List<Part> ofThisBoot() throws IOException {
    List<Part> parts = new ArrayList<>();
    parts.add(run("failed units", List.of("systemctl", "list-units", "--state=failed", "--plain",
        "--no-legend", "--no-pager", "--full")));
    parts.add(journal("0"));
    return parts;
  }

  /** Of the boot before this one, which hung, crashed or was given up. */
  public List<Part> ofLastBoot() throws IOException {
    List<Part> parts = new ArrayList<>();
    parts.add(journal("-1"));
    for (Path directory : kernelRecords) {
      addRecords(directory, parts);
    }
    return parts;
  }

  private Part journal(String boot) throws IOException {
    return run("journal", List.of("journalctl", "--boot=" + boot, "--lines=" + LINES, "--no-pager",
        "--output=short-iso", "--quiet"));
  }

  private Part run(String name, List<String> words) throws IOException {
    ProgramRun run = programs.run(words, LIMIT);
    return new Part(name, run.succeeded()
        ? run.output()
        : String.join(" ", words) + ": " + run.words() + "\n" + run.output());
  }

  private static void addRecords(Path directory, List<Part> parts) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory,
        entry -> Files.isRegularFile(entry))) {
      for (Path file : entries) {
        if (parts.size() > MAX_RECORDS) {
          return;
        }
        parts.add(new Part("pstore " + file.getFileName(), read(file)));
      }
    } catch (IOException e) {
      // No pstore, or none that may be seen: nothing was saved.
    }
  }

  private static String read(Path file) {
    try (var stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(Evidence.MAX_TEXT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }
}
