package dev.bascule.publisher.cli;

import dev.bascule.image.json.JsonException;
import dev.bascule.publisher.repository.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A metadata file that people hand on to one another to be signed. */
record DraftFile(Path path) {

  /** Reads metadata, signed or not. */
  static Document read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Document.parse(in.readNBytes(Document.MAX_LENGTH + 1));
    } catch (JsonException e) {
      throw new IOException(path + ": not TUF metadata: " + e.getMessage(), e);
    }
  }

  /**
   * Writes it in place of what is there. A power cut leaves the old content or the new.
   *
   * <p>People hand drafts on in directories that others can write: nothing there is written through, be it a link.
   */
  void write(Document draft) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.write(beside, draft.encode(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
