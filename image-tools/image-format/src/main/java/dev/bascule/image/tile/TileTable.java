package dev.bascule.image.tile;

import dev.bascule.image.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What every tile of a volume must be: one SHA-256 per tile. The table is named, with its own digest, by the signed
 * image manifest.
 *
 * <pre>
 *  0  8  "BASCTILE"
 *  8  2  format version, 1
 * 10  2  zero
 * 12  4  tile size in bytes
 * 16  8  volume size in bytes
 * 24  32 × tiles   SHA-256 of each tile
 * </pre>
 *
 * All integers are big-endian; nothing follows the last digest.
 */
public final class TileTable {

  private static final byte[] MAGIC = {'B', 'A', 'S', 'C', 'T', 'I', 'L', 'E'};
  private static final short FORMAT = 1;
  private static final int HEADER_LENGTH = 24;

  private final TileLayout layout;
  private final byte[] digests;

  private TileTable(TileLayout layout, byte[] digests) {
    this.layout = layout;
    this.digests = digests;
  }

  /** A table of digests in tile order, 32 bytes each, which it takes over. */
  public static TileTable of(TileLayout layout, byte[] digests) {
    if (digests.length != layout.count() * Sha256.LENGTH) {
      throw new IllegalArgumentException(
          "expected " + layout.count() + " digests, found " + digests.length + " bytes");
    }
    return new TileTable(layout, digests);
  }

  /**
   * Reads a whole table.
   *
   * @throws FormatException for a wrong magic or version, sizes out of bounds, missing or trailing bytes
   */
  public static TileTable decode(byte[] table) throws FormatException {
    if (table.length < HEADER_LENGTH) {
      throw FormatException.wrong("tile table", "at least 24 bytes", table.length);
    }
    ByteBuffer in = ByteBuffer.wrap(table);
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new FormatException("tile table: does not begin with BASCTILE");
    }
    short format = in.getShort();
    if (format != FORMAT) {
      throw FormatException.wrong("tile table format", FORMAT, format);
    }
    short reserved = in.getShort();
    if (reserved != 0) {
      throw FormatException.wrong("tile table bytes 10 and 11", 0, reserved);
    }
    int tileSize = in.getInt();
    TileLayout layout = layout(in.getLong(), tileSize);
    if (in.remaining() != (long) layout.count() * Sha256.LENGTH) {
      throw FormatException.wrong("tile table digests",
          layout.count() + " of 32 bytes", in.remaining() + " bytes");
    }
    byte[] digests = new byte[in.remaining()];
    in.get(digests);
    return new TileTable(layout, digests);
  }

  /** The bytes that {@link #decode} reads. */
  public byte[] encode() {
    return ByteBuffer.allocate(HEADER_LENGTH + digests.length)
        .put(MAGIC)
        .putShort(FORMAT)
        .putShort((short) 0)
        .putInt(layout.tileSize())
        .putLong(layout.volumeSize())
        .put(digests)
        .array();
  }

  /** How long an encoded table of this layout is, in bytes. */
  public static long encodedLength(TileLayout layout) {
    return HEADER_LENGTH + (long) layout.count() * Sha256.LENGTH;
  }

  /** How the volume is cut. */
  public TileLayout layout() {
    return layout;
  }

  /** What a tile must hash to. */
  public Sha256 digest(int tile) {
    return Sha256.read(ByteBuffer.wrap(digests, tile * Sha256.LENGTH, Sha256.LENGTH));
  }

  /** Whether a SHA-256 of 32 bytes is the tile's. */
  public boolean matches(int tile, byte[] digest) {
    int from = tile * Sha256.LENGTH;
    return Arrays.equals(digests, from, from + Sha256.LENGTH, digest, 0, digest.length);
  }

  /** The sizes of a header, as a layout. */
  static TileLayout layout(long volumeSize, int tileSize) throws FormatException {
    try {
      return new TileLayout(volumeSize, tileSize);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }
}
