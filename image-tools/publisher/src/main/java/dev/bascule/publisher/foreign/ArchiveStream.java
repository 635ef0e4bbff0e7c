package dev.bascule.publisher.foreign;

import dev.bascule.image.origin.PieceFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * An archive of plain files, read from its beginning to its end. Headers are bounded: the library takes names as long as an
 * archive says they are.
 */
public final class ArchiveStream {

  private static final int MAX_ENTRIES = 1000;
  private static final long MAX_HEADER = 64 << 10;
  private static final int MAX_PIECE = 64 << 10;

  private final String source;
  private final Metered metered;
  private final ArchiveInputStream<?> archive;
  private int entries;

  private ArchiveStream(String source, Metered metered, ArchiveInputStream<?> archive) {
    this.source = source;
    this.metered = metered;
    this.archive = archive;
  }

  /**
   * Reads a cpio archive in the forms newc and crc.
   *
   * @param source the file, for messages
   * @param progress is told the bytes that were read, as they are
   */
  public static ArchiveStream cpio(String source, InputStream in, LongConsumer progress) {
    Metered metered = new Metered(source, in, progress);
    return new ArchiveStream(source, metered, new CpioArchiveInputStream(metered));
  }

  /** Reads a tar archive; see {@link #cpio}. */
  public static ArchiveStream tar(String source, InputStream in, LongConsumer progress) {
    Metered metered = new Metered(source, in, progress);
    return new ArchiveStream(source, metered, new TarArchiveInputStream(metered));
  }

  /**
   * One file in the archive.
   *
   * @param name as the archive has it: never a path to write to
   * @param content ends where the file ends; closing it does nothing
   */
  public record Entry(String name, long size, InputStream content) {

    /**
     * All of it.
     *
     * @throws ForeignException if it is longer than a number of bytes, or cut short
     */
    public byte[] bytes(int limit) throws IOException {
      if (size > limit) {
        throw new ForeignException(
            name + ": expected at most " + limit + " bytes, found " + size);
      }
      byte[] bytes = content.readNBytes(limit);
      if (bytes.length != size) {
        throw new ForeignException(
            name + ": expected " + size + " bytes, found " + bytes.length);
      }
      return bytes;
    }
  }

  /**
   * The next file; what is left of the one before is skipped.
   *
   * @throws ForeignException for anything but a plain file, and for an archive that is damaged
   */
  public Optional<Entry> next() throws IOException {
    if (entries > 0) {
      new Content().transferTo(OutputStream.nullOutputStream());
    }
    metered.allow(MAX_HEADER);
    ArchiveEntry entry = header();
    metered.allow(Long.MAX_VALUE);
    if (entry == null) {
      return Optional.empty();
    }
    if (++entries > MAX_ENTRIES) {
      throw new ForeignException(
          source + ": expected at most " + MAX_ENTRIES + " files, found more");
    }
    if (!isPlain(entry)) {
      throw new ForeignException(source + ": " + entry.getName()
          + ": expected a plain file, found a directory, a link or a device");
    }
    return Optional.of(new Entry(entry.getName(), entry.getSize(), new Content()));
  }

  private @Nullable ArchiveEntry header() throws IOException {
    try {
      return archive.getNextEntry();
    } catch (ForeignException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the library throws many kinds
      throw new ForeignException(source + ": the archive is damaged: " + e.getMessage(), e);
    }
  }

  private static boolean isPlain(ArchiveEntry entry) {
    return switch (entry) {
      case TarArchiveEntry tar ->
        tar.getLinkFlag() == TarConstants.LF_NORMAL || tar.getLinkFlag() == TarConstants.LF_OLDNORM;
      case CpioArchiveEntry cpio ->
        cpio.isRegularFile() && (cpio.getFormat() & CpioConstants.FORMAT_NEW_MASK) != 0;
      default -> false;
    };
  }

  /** The content of the entry that was read last. */
  private final class Content extends UnpackedStream {

    Content() {
      super(source, archive);
    }

    /** The library sums up a cpio file's bytes from where the array begins, wherever it put them. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (offset == 0) {
        return super.read(target, 0, length);
      }
      byte[] from = new byte[Math.min(length, MAX_PIECE)];
      int read = super.read(from, 0, from.length);
      System.arraycopy(from, 0, target, offset, Math.max(read, 0));
      return read;
    }

    @Override
    public void close() {
      // the archive goes on behind it
    }
  }

  /** Counts what is read, and reads no more than is allowed. */
  private static final class Metered extends PieceFilter {

    private final String source;
    private final LongConsumer progress;
    private long allowed;

    Metered(String source, InputStream in, LongConsumer progress) {
      super(in);
      this.source = source;
      this.progress = progress;
    }

    void allow(long bytes) {
      allowed = bytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (allowed == 0) {
        throw new ForeignException(source + ": expected a header of at most " + MAX_HEADER
            + " bytes, found a longer one");
      }
      int read = in.read(target, offset, (int) Math.min(length, allowed));
      if (read > 0) {
        allowed -= read;
        progress.accept(read);
      }
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return readNBytes((int) Math.min(bytes, 1 << 16)).length;
    }
  }
}
