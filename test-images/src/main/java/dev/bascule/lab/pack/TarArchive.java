package dev.bascule.lab.pack;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tree as a tar, compressed with zstd. The same content gives the same bytes: names are sorted, everything is root's
 * and of one time, a file is either a program or not.
 *
 * @param tree what is below it becomes {@code ./…}
 * @param time when everything was changed last
 */
record TarArchive(Path tree, Instant time) {

  private static final int PROGRAM = 0755;
  private static final int FILE = 0644;

  /** Writes it. */
  void write(OutputStream out, int level) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted().toList();
    }
    try (ZstdOutputStream compressed = new ZstdOutputStream(out, level);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Path path : paths) {
        put(tar, path);
      }
    }
  }

  private void put(TarArchiveOutputStream tar, Path path) throws IOException {
    String name = "./" + tree.relativize(path);
    boolean link = Files.isSymbolicLink(path);
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    TarArchiveEntry entry;
    if (link) {
      entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(path).toString());
      entry.setMode(0777);
    } else if (directory) {
      entry = new TarArchiveEntry(path.equals(tree) ? "./" : name + "/");
      entry.setMode(PROGRAM);
    } else {
      entry = new TarArchiveEntry(name);
      entry.setMode(Files.isExecutable(path) ? PROGRAM : FILE);
      entry.setSize(Files.size(path));
    }
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(time.toEpochMilli());
    tar.putArchiveEntry(entry);
    if (!link && !directory) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }
}
