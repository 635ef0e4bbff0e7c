package dev.bascule.image.bundle;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.QuotedText;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.EncodedPath;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.origin.PieceStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as a repository: files are found in a tar archive that is read forwards. What is asked for in the bundle's
 * order takes one pass without going back; only a pipe must be asked so. At most one file is open at a time.
 *
 * <pre>
 * bundle.json            what follows, in its order; see {@link BundleIndex}
 * metadata/1.root.json   …the repository's files, byte for byte
 * </pre>
 *
 * <p>Nothing here is trusted: whoever reads checks what he gets, as from any origin. This only sees to it that a hostile
 * bundle costs no more memory than its index, and is left as soon as it is not what its index says.
 */
public final class BundleOrigin implements Origin, Closeable {

  /** A gap up to this is read through; over a longer one the source is opened anew. */
  private static final long READ_THROUGH = 256 << 10;

  private final BundleSource source;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private @Nullable BundleIndex index;
  /** Where each file's content begins, as far as {@link #located} says. */
  private long[] starts = new long[0];
  private int located;
  /** Where the first header that was not read yet begins. */
  private long nextHeader;
  private @Nullable InputStream stream;
  private long position;
  private @Nullable Part open;

  /** A bundle. Nothing is read yet. */
  public BundleOrigin(BundleSource source) {
    this.source = source;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    BundleIndex files = index();
    OptionalInt found = files.find(String.join("/", EncodedPath.names(path)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    int file = found.getAsInt();
    long length = files.files().get(file).length();
    if (offset > length) {
      throw new IOException(name() + ": " + path + " has " + length + " bytes, asked for byte "
          + offset);
    }
    while (located <= file) {
      locateNext(files);
    }
    goTo(starts[file] + offset);
    Part part = new Part(path, length - offset, length > READ_THROUGH);
    open = part;
    return Optional.of(new Body(part, offset));
  }

  /** What the bundle holds, as it says itself. */
  public BundleIndex index() throws IOException {
    BundleIndex known = index;
    if (known != null) {
      return known;
    }
    TarHeader header = readHeader();
    if (!header.name().equals(BundleIndex.NAME)) {
      throw broken("is no bundle: expected " + BundleIndex.NAME + " first, found "
          + QuotedText.of(header.name()), null);
    }
    if (header.size() > BundleIndex.MAX_LENGTH) {
      throw broken(BundleIndex.NAME + ": expected at most " + BundleIndex.MAX_LENGTH
          + " bytes, found " + header.size(), null);
    }
    byte[] document = new byte[(int) header.size()];
    readFully(document, BundleIndex.NAME);
    BundleIndex read;
    try {
      read = BundleIndex.decode(document);
    } catch (JsonException e) {
      throw broken(BundleIndex.NAME + ": " + e.getMessage(), e);
    }
    nextHeader += TarHeader.padded(header.size());
    starts = new long[read.files().size()];
    index = read;
    return read;
  }

  /**
   * Reads on to the archive's end, which the last file must be.
   *
   * @throws BundleException if something else follows
   */
  public void requireEnd() throws IOException {
    BundleIndex files = index();
    while (located < files.files().size()) {
      locateNext(files);
    }
    goTo(nextHeader);
    byte[] end = new byte[2 * TarHeader.BLOCK];
    readFully(end, "the archive's end");
    if (!Arrays.equals(end, new byte[end.length])) {
      throw broken("expected the archive to end at byte " + nextHeader
          + ", after what its index lists; found more", null);
    }
  }

  @Override
  public void close() throws IOException {
    try (source) {
      leave();
    }
  }

  /** Reads the next file's header and compares it with the index. */
  private void locateNext(BundleIndex files) throws IOException {
    goTo(nextHeader);
    BundleFile expected = files.files().get(located);
    TarHeader header = readHeader();
    if (!header.name().equals(expected.name()) || header.size() != expected.length()) {
      throw broken("expected " + expected.name() + " of " + expected.length()
          + " bytes, as its index says; found " + QuotedText.of(
              header.name())
          + " of " + header.size() + "; the bundle is damaged, copy it again", null);
    }
    starts[located++] = nextHeader;
    nextHeader += TarHeader.padded(header.size());
  }

  /** Reads a file's header with what extends it; {@link #nextHeader} is the content's beginning then. */
  private TarHeader readHeader() throws IOException {
    if (stream == null) {
      goTo(nextHeader);
    }
    try {
      TarHeader header = readBlock();
      if (!header.extension()) {
        return header;
      }
      if (header.size() > TarHeader.MAX_EXTENSION) {
        throw new IllegalArgumentException("a tar extension: expected at most "
            + TarHeader.MAX_EXTENSION + " bytes, found " + header.size());
      }
      byte[] records = new byte[(int) TarHeader.padded(header.size())];
      readFully(records, "a file's header");
      nextHeader += records.length;
      TarHeader file = readBlock();
      if (file.extension()) {
        throw new IllegalArgumentException("a tar extension: found two for one file");
      }
      return file.extendedBy(Arrays.copyOf(records, (int) header.size()));
    } catch (IllegalArgumentException e) {
      throw broken("at byte " + nextHeader + ": " + e.getMessage(), e);
    }
  }

  private TarHeader readBlock() throws IOException {
    readFully(block, "a file's header");
    nextHeader += block.length;
    return TarHeader.decode(block);
  }

  /** Makes the stream stand at a byte of the bundle. */
  private void goTo(long target) throws IOException {
    open = null;
    InputStream current = stream;
    if (current != null && (target < position || target - position > READ_THROUGH)) {
      leave();
      current = null;
    }
    try {
      if (current == null) {
        stream = source.openAt(target);
      } else {
        current.skipNBytes(target - position);
      }
      position = target;
    } catch (IOException e) {
      throw failed(e, "what was asked for");
    }
  }

  private void readFully(byte[] target, String what) throws IOException {
    int done = 0;
    while (done < target.length) {
      int count = read(target, done, target.length - done, what);
      done += count;
    }
  }

  /** Reads at least one byte. */
  private int read(byte[] bytes, int offset, int length, String what) throws IOException {
    InputStream current = stream;
    if (current == null) {
      throw new IOException(name() + ": is closed");
    }
    try {
      int count = current.read(bytes, offset, length);
      if (count < 0) {
        throw new EOFException();
      }
      position += count;
      return count;
    } catch (IOException e) {
      throw failed(e, what);
    }
  }

  /** What a failed read means: the end came early, or the source cannot give more, or not now. */
  private IOException failed(IOException e, String what) {
    long stopped = position;
    try {
      leave();
    } catch (IOException second) {
      e.addSuppressed(second);
    }
    return switch (e) {
      case BundleException bundle -> bundle;
      case EOFException _ -> broken("ends at byte " + stopped + " or before, in the middle of "
          + what + "; the copy is not whole, copy it again", e);
      default -> source.maySucceedLater()
          ? e
          : broken("cannot be read at byte " + stopped + ": " + e.getMessage(), e);
    };
  }

  private void leave() throws IOException {
    InputStream current = stream;
    stream = null;
    if (current != null) {
      current.close();
    }
  }

  private BundleException broken(String problem, @Nullable Throwable cause) {
    return new BundleException(name(), problem, cause);
  }

  /** One file's bytes; useless as soon as another file is opened. */
  private final class Part extends PieceStream {
    private final String path;
    private final boolean large;
    private long left;

    Part(String path, long left, boolean large) {
      this.path = path;
      this.left = left;
      this.large = large;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (open != this) {
        throw new IOException(name() + ": " + path + " was left for another file");
      }
      if (left == 0) {
        return -1;
      }
      if (length == 0) {
        return 0;
      }
      int count = BundleOrigin.this.read(bytes, offset, (int) Math.min(left, length), path);
      left -= count;
      return count;
    }

    /** After a large file, a connection is not kept: what comes next may be wanted much later. */
    @Override
    public void close() throws IOException {
      if (open == this) {
        open = null;
        if (large && source.maySucceedLater()) {
          leave();
        }
      }
    }
  }
}
