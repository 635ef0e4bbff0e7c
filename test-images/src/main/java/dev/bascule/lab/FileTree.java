package dev.bascule.lab;

import dev.bascule.image.file.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;

/** A file, or a directory with all that is in it. */
public record FileTree(Path top) {

  /** Copies it to a place where there is nothing, links as links, with times and modes. */
  public void copyTo(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.toList()) {
        Files.copy(file, place.resolve(top.relativize(file).toString()),
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Gives everything in it one time; links too. */
  public void setTimes(Instant time) throws IOException {
    FileTime fileTime = FileTime.from(time);
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.toList()) {
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setTimes(fileTime, fileTime, null);
      }
    }
  }

  /** Deletes it, if it is there; follows no link. */
  public void delete() throws IOException {
    TreeRemoval.remove(top);
  }
}
