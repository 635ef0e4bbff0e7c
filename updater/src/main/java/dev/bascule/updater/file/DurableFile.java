package dev.bascule.updater.file;

import dev.bascule.updater.UpdaterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A small file that is replaced as a whole: after a power cut it has its old content or its new one. */
public final class DurableFile {

  private static final String BESIDE = ".new";

  private DurableFile() {}

  /**
   * Writes beside, syncs, renames and syncs the directory. A cut leaves the old file, and perhaps one beside it.
   * A link under either name is replaced, never written through.
   *
   * @throws UpdaterException if it cannot be written; the old file is there then
   */
  public static void write(Path file, byte[] content) throws IOException {
    try {
      replace(file, content);
    } catch (IOException e) {
      throw new UpdaterException(file + ": cannot be written: " + reason(e),
          "check that its file system is mounted for writing and has room", e);
    }
  }

  /** Why a file could not be written, in the system's words, without the file's name. */
  public static String reason(IOException failure) {
    return failure instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : String.valueOf(failure.getMessage());
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + BESIDE);
    Files.createDirectories(directory(file));
    Files.deleteIfExists(beside);
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE,
        StandardOpenOption.CREATE_NEW)) {
      for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining();) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(directory(file));
  }

  /** Removes a file if it is there, and syncs the directory. A cut leaves it or not. */
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectory(directory(file));
    }
  }

  /** Waits until a directory's entries are on the medium, where the file system is the system's own. */
  public static void syncDirectory(Path directory) throws IOException {
    if (directory.getFileSystem().equals(FileSystems.getDefault())) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static Path directory(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("no file's path: " + file);
    }
    return directory;
  }
}
