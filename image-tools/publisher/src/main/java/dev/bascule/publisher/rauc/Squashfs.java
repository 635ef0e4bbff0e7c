package dev.bascule.publisher.rauc;

import dev.bascule.publisher.foreign.ForeignException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A squashfs, read by squashfs-tools: {@code unsquashfs} prints one file, and so writes nothing, wherever the file system's names
 * and links lead.
 *
 * @param source the bundle, for messages
 * @param path the squashfs alone
 */
record Squashfs(String source, Path path) {

  /** What is done with a file's content. */
  interface Reader<T> {
    T read(InputStream content) throws IOException;
  }

  /**
   * Reads a file in the root directory.
   *
   * @param name a plain name
   * @throws ForeignException if it is not there, or {@code unsquashfs} is not
   */
  <T> T read(String name, Reader<T> reader) throws IOException {
    Path said = Files.createTempFile(path.toAbsolutePath().getParent(), "said", "");
    Process process = start(name, said);
    try (InputStream out = process.getInputStream()) {
      T read = reader.read(out);
      if (process.waitFor() != 0) {
        throw new ForeignException(source + ": unsquashfs, of squashfs-tools 4.5 or later, "
            + "cannot read " + name + ": " + text(said));
      }
      return read;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while unsquashfs was running");
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String name, Path said) throws IOException {
    try {
      return new ProcessBuilder("unsquashfs", "-cat", path.toString(), name)
          .redirectError(said.toFile())
          .start();
    } catch (IOException e) {
      throw new ForeignException(
          source + ": is unpacked by unsquashfs, which is not there: install "
              + "Debian's package squashfs-tools, version 4.5 or later",
          e);
    }
  }

  private static String text(Path said) throws IOException {
    String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
    return text.substring(Math.max(0, text.length() - 400));
  }
}
