package dev.bascule.lab.cut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A device's media at one moment, nothing of it open.
 *
 * @param disk its bytes; whole sectors
 * @param files by their names, which begin at the tree's top; a directory's name ends with a slash and has no bytes
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Snapshot(byte[] disk, SortedMap<String, byte[]> files) {

  public Snapshot {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A disk without files beside it. */
  public static Snapshot ofDisk(byte[] disk) {
    return new Snapshot(disk, new TreeMap<>());
  }

  /**
   * Reads a disk and what is below a directory, which need not be there.
   *
   * @param top what the files' names begin at
   */
  public static Snapshot read(Path disk, Path top, Path below) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (Files.isDirectory(below)) {
      List<Path> found;
      try (Stream<Path> walk = Files.walk(below)) {
        found = walk.toList();
      }
      for (Path path : found) {
        String name = top.relativize(path).toString();
        if (Files.isDirectory(path)) {
          files.put(name + "/", new byte[0]);
        } else {
          files.put(name, Files.readAllBytes(path));
        }
      }
    }
    return new Snapshot(Files.readAllBytes(disk), files);
  }

  /** Makes files of it: the disk, sparse, and those below a directory. */
  public void write(Path diskFile, Path top) throws IOException {
    SparseFile.write(diskFile, disk);
    for (var entry : files.entrySet()) {
      Path path = top.resolve(entry.getKey());
      if (entry.getKey().endsWith("/")) {
        Files.createDirectories(path);
      } else {
        Files.createDirectories(path.getParent());
        Files.write(path, entry.getValue());
      }
    }
  }
}
