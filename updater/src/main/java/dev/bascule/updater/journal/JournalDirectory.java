package dev.bascule.updater.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The journal's files, {@code 00000001.jsonl} and on: the last is written to, the one before it is kept. */
record JournalDirectory(Path path) {

  /** More of a file is not looked at: this program never writes as much. */
  static final int MAX_READ = 4 << 20;

  /** The first file's name. */
  static final String FIRST = "00000001.jsonl";

  private static final Pattern NAME = Pattern.compile("[0-9]{8}\\.jsonl");
  private static final int KEPT = 2;

  /** The files, oldest first. */
  List<Path> files() throws JournalException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path,
        entry -> NAME.matcher(entry.getFileName().toString()).matches())) {
      entries.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    Collections.sort(files);
    return files;
  }

  /** What is in a file. */
  JournalFile read(Path file) throws JournalException {
    try (var stream = Files.newInputStream(file)) {
      return JournalFile.parse(stream.readNBytes(MAX_READ));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The file that comes after another, or the first. */
  Path after(Optional<Path> file) {
    int number = file.map(path -> Integer.parseInt(path.getFileName().toString().substring(0, 8)))
        .orElse(0);
    return path.resolve("%08d.jsonl".formatted(number + 1));
  }

  /** Removes all but the last files. A cut leaves some of them for the next time. */
  void removeOld() throws IOException {
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
      Files.deleteIfExists(old);
    }
  }

  private static JournalException unreadable(Path path, IOException e) {
    return new JournalException(path + ": the journal cannot be read: " + e,
        "check that you are root and that the file system is sound", e);
  }
}
