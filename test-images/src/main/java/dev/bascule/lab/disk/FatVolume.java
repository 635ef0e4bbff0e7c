package dev.bascule.lab.disk;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** FAT file systems, which firmware reads, made in files without a mount. */
public final class FatVolume {

  private FatVolume() {}

  /** Makes one that holds what is in a directory; the file must not exist. */
  public static void write(Path file, long bytes, Path tree) throws IOException {
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
    // Else mtools refuse a volume whose length is no whole number of tracks.
    new Tool("mcopy", "mtools").command(words).with("MTOOLS_SKIP_CHECK", "1").run();
  }
}
