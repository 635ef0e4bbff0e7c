package dev.bascule.publisher.bundle;

import dev.bascule.image.bundle.BundleFile;
import dev.bascule.image.bundle.BundleIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a bundle: a POSIX tar archive whose bytes follow from the files alone. Every entry is a plain file of nobody's,
 * mode 0644, of the beginning of time.
 */
final class BundleWriter {

  private static final int BUFFER = 256 << 10;
  private static final int MODE = 0100644;

  private BundleWriter() {}

  /**
   * Writes an archive.
   *
   * @param repository where the files are
   * @param progress is told the bytes of files, as they are copied
   */
  static void write(BundleIndex index, Path repository, OutputStream out, LongConsumer progress)
      throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(out, StandardCharsets.US_ASCII.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      byte[] document = index.encode();
      tar.putArchiveEntry(entry(BundleIndex.NAME, document.length));
      tar.write(document);
      tar.closeArchiveEntry();
      byte[] buffer = new byte[BUFFER];
      for (BundleFile file : index.files()) {
        tar.putArchiveEntry(entry(file.name(), file.length()));
        Path from = repository.resolve(file.name());
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS)) {
          for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            tar.write(buffer, 0, count);
            progress.accept(count);
          }
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private static TarArchiveEntry entry(String name, long length) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(length);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setMode(MODE);
    return entry;
  }
}
