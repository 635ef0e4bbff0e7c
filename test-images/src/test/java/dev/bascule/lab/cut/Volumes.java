package dev.bascule.lab.cut;

import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Small file systems in files, made and read by other people's programs: GRUB's own readers, which know no journal and
 * look at every cluster, mtools, and e2fsck with debugfs, which see what Linux would after the journal is replayed.
 *
 * @param directory for scratch files
 */
record Volumes(Path directory) {

  static final Tool GRUB = new Tool("grub-fstest", "grub-common");
  static final Tool MKFS = new Tool("mkfs.fat", "dosfstools");
  static final Tool MCOPY = new Tool("mcopy", "mtools");

  static final String TORN = "ext4's superblock is torn";

  /** The file's name of an entry. */
  private static final Pattern PATH =
      Pattern.compile("\"path\" *: *\"[^\"]*/([^\"/]+)\"");
  private static final long SIZE = 4 << 20;
  private static final String NO_CHECK = "MTOOLS_SKIP_CHECK";

  /** FAT with clusters of one sector, so that a file has several. */
  Path fat(Map<String, byte[]> files) throws IOException {
    Path volume = blank("volume.fat");
    MKFS.command("-F", "16", "-s", "1", "-n", "BOOT", volume.toString()).run();
    var made = new ArrayList<String>();
    for (var file : new TreeMap<>(files).entrySet()) {
      String name = file.getKey();
      for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
        String parent = name.substring(0, at);
        if (!made.contains(parent)) {
          made.add(parent);
          mtool("mmd", "-i", volume.toString(), "::/" + parent).run();
        }
      }
      Path content = Files.write(directory.resolve("content"), file.getValue());
      mtool("mcopy", "-i", volume.toString(), content.toString(), "::/" + name).run();
    }
    return volume;
  }

  /** Removes a file from a FAT volume; the places of its name are free. */
  void delete(Path volume, String file) throws IOException {
    mtool("mdel", "-i", volume.toString(), "::/" + file).run();
  }

  /** ext4 as mkfs makes it. */
  Path ext4(Map<String, byte[]> files) throws IOException {
    Path tree = Files.createTempDirectory(directory, "tree");
    for (var file : files.entrySet()) {
      Files.write(tree.resolve(file.getKey()), file.getValue());
    }
    Path volume = blank("volume.ext4");
    new Tool("mke2fs", "e2fsprogs")
        .command("-q", "-F", "-t", "ext4", "-d", tree.toString(), volume.toString())
        .run();
    return volume;
  }

  private Path blank(String name) throws IOException {
    Path volume = directory.resolve(name);
    Files.deleteIfExists(volume);
    try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    return volume;
  }

  /** A medium as a file. */
  Path write(byte[] medium) throws IOException {
    return Files.write(directory.resolve("medium"), medium);
  }

  /** What GRUB reads; empty if it reads nothing, or fails in the middle. */
  Optional<String> readByGrub(Path volume, String file) throws IOException {
    Outcome outcome = GRUB.command(volume.toString(), "cat", "/" + file).attempt();
    return outcome.succeeded() && outcome.errors().isBlank()
        ? Optional.of(outcome.output())
        : Optional.empty();
  }

  /** What mtools read from FAT; empty if they read nothing, or complain. */
  Optional<String> readByMtools(Path volume, String file) throws IOException {
    Outcome outcome = mtool("mtype", "-i", volume.toString(), "::/" + file).attempt();
    return outcome.succeeded() && outcome.errors().isBlank()
        ? Optional.of(outcome.output())
        : Optional.empty();
  }

  /** The names in a directory of a FAT volume. */
  List<String> list(Path volume, String folder) throws IOException {
    return mtool("mdir", "-b", "-a", "-i", volume.toString(), "::/" + folder).run()
        .output()
        .lines()
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .filter(name -> !name.isEmpty())
        .sorted()
        .toList();
  }

  /** The entries of systemd-boot's menu in its order, with their counters, as systemd's own tool tells them. */
  List<String> listBySystemd(Path volume) throws IOException {
    Path place = Files.createTempDirectory(directory, "esp");
    mtool("mcopy", "-s", "-n", "-i", volume.toString(), "::/loader", place.toString()).run();
    Files.createDirectories(place.resolve("EFI/systemd"));
    String printed = new Tool("unshare", "util-linux")
        .command("--map-root-user", "--mount", "sh", "-c",
            "mount --bind \"$1\" \"$1\" && exec bootctl --esp-path=\"$1\" --json=short list",
            "bootctl", place.toString())
        .with("SYSTEMD_RELAX_ESP_CHECKS", "1")
        .run()
        .output();
    return PATH.matcher(printed).results().map(found -> found.group(1)).toList();
  }

  /**
   * What Linux reads from ext4 after it has replayed the journal; {@link #TORN} where ext4's own superblock, which it
   * writes outside of the journal, is torn between its two sectors: no file's writer can prevent that.
   */
  String readAfterReplay(Path volume, String file) throws IOException {
    Outcome check = new Tool("e2fsck", "e2fsprogs").command("-fy", volume.toString()).attempt();
    if (check.output().contains("Superblock checksum does not match")) {
      return TORN;
    }
    if (check.exitCode() > 1) {
      throw new IOException("e2fsck -fy: expected 0 or 1, found " + check);
    }
    return new Tool("debugfs", "e2fsprogs").command("-R", "cat /" + file, volume.toString())
        .run()
        .output();
  }

  private static Command mtool(String name, String... words)
      throws IOException {
    return new Tool(name, "mtools").command(words).with(NO_CHECK, "1");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
