package dev.bascule.lab.disk;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A FAT file system in a file, or in a part of one: what firmware reads. Neither mounted nor in need of root.
 *
 * @param place as mtools want it: the file, and after {@code @@} where it begins
 */
public record FatVolume(String place) {

  /** mtools would else refuse a volume whose length is no whole number of tracks. */
  private static final String NO_CHECK = "MTOOLS_SKIP_CHECK";

  /** Makes one that holds what is in a directory; the file must not exist. */
  public static FatVolume create(Path file, long bytes, Path tree) throws IOException {
    try (RandomAccessFile volume = new RandomAccessFile(file.toFile(), "rw")) {
      volume.setLength(bytes);
    }
    new Tool("mkfs.fat", "dosfstools").command("-n", "ESP", "-i", "62617363", file.toString())
        .run();
    List<String> words = new ArrayList<>(List.of("-s", "-m", "-i", file.toString()));
    try (Stream<Path> entries = Files.list(tree)) {
      entries.sorted().forEach(entry -> words.add(entry.toString()));
    }
    words.add("::/");
    tool("mcopy", words);
    return new FatVolume(file.toString());
  }

  /** The one in a partition of a disk. */
  public static FatVolume in(DiskImage disk, String partition) throws IOException {
    return new FatVolume(disk.file() + "@@" + disk.readStart(partition));
  }

  /** Copies a file out of it. */
  public void read(String name, Path to) throws IOException {
    tool("mcopy", List.of("-n", "-o", "-i", place, "::/" + name, to.toString()));
  }

  /** Copies a file into it, in place of one that is there. */
  public void write(Path from, String name) throws IOException {
    tool("mcopy", List.of("-o", "-i", place, from.toString(), "::/" + name));
  }

  /** The names in a directory. */
  public List<String> list(String directory) throws IOException {
    return tool("mdir", List.of("-b", "-i", place, "::/" + directory)).lines()
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  private static String tool(String name, List<String> words) throws IOException {
    return new Tool(name, "mtools").command(words).with(NO_CHECK, "1").run().output();
  }
}
