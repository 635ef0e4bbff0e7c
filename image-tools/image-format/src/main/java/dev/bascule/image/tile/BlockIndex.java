package dev.bascule.image.tile;

import dev.bascule.image.Sha256;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What every block of a volume begins to hash to, so that a device finds blocks that it has already, wherever they stand.
 * Eight bytes do not prove a block: what is made of such blocks is a tile, and its SHA-256 decides.
 *
 * <pre>
 *  0  8  "BASCBLKS"
 *  8  2  format version, 1
 * 10  2  zero
 * 12  4  block size, 4096
 * 16  8  volume size in bytes
 * 24  8 × blocks   the first 8 bytes of each block's SHA-256
 * </pre>
 *
 * All integers are big-endian; nothing follows the last block.
 */
public final class BlockIndex {

  /** The most blocks that an index has, 1 GiB of them: it is held in memory. */
  public static final int MAX_BLOCKS = 1 << 18;

  private static final byte[] MAGIC = {'B', 'A', 'S', 'C', 'B', 'L', 'K', 'S'};
  private static final short FORMAT = 1;
  private static final int HEADER_LENGTH = 24;

  private final long[] hashes;

  private BlockIndex(long[] hashes) {
    this.hashes = hashes;
  }

  /** Whether a volume is small enough for an index, and is not less than a block. */
  public static boolean fits(long volumeSize) {
    long blocks = volumeSize / Extent.BLOCK;
    return blocks >= 1 && blocks <= MAX_BLOCKS;
  }

  /** An index of the hashes of all blocks in order, which it takes over. */
  public static BlockIndex of(long[] hashes) {
    if (hashes.length == 0 || hashes.length > MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "block index: expected 1 to " + MAX_BLOCKS + " blocks, found " + hashes.length);
    }
    return new BlockIndex(hashes);
  }

  /**
   * Reads a whole index.
   *
   * @param volumeSize what the signed manifest says
   * @throws FormatException for anything that is not an index of such a volume
   */
  public static BlockIndex decode(byte[] index, long volumeSize) throws FormatException {
    if (!fits(volumeSize) || index.length != encodedLength(volumeSize)) {
      throw FormatException.wrong("block index of a volume of " + volumeSize,
          encodedLength(volumeSize) + " bytes", index.length);
    }
    ByteBuffer in = ByteBuffer.wrap(index);
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new FormatException("block index: does not begin with BASCBLKS");
    }
    short format = in.getShort();
    if (format != FORMAT) {
      throw FormatException.wrong("block index format", FORMAT, format);
    }
    short reserved = in.getShort();
    if (reserved != 0) {
      throw FormatException.wrong("block index bytes 10 and 11", 0, reserved);
    }
    int block = in.getInt();
    if (block != Extent.BLOCK) {
      throw FormatException.wrong("block size of a block index", Extent.BLOCK, block);
    }
    long size = in.getLong();
    if (size != volumeSize) {
      throw FormatException.wrong("block index's volume", volumeSize, size);
    }
    long[] hashes = new long[in.remaining() / Long.BYTES];
    in.asLongBuffer().get(hashes);
    return of(hashes);
  }

  /** The bytes that {@link #decode} reads. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH + hashes.length * Long.BYTES)
        .put(MAGIC)
        .putShort(FORMAT)
        .putShort((short) 0)
        .putInt(Extent.BLOCK)
        .putLong((long) hashes.length * Extent.BLOCK);
    out.asLongBuffer().put(hashes);
    return out.array();
  }

  /** How long the index of a volume is, in bytes. */
  public static long encodedLength(long volumeSize) {
    return HEADER_LENGTH + volumeSize / Extent.BLOCK * Long.BYTES;
  }

  /** How many blocks it is of. */
  public int blocks() {
    return hashes.length;
  }

  /** What a block begins to hash to. */
  public long hash(int block) {
    return hashes[block];
  }

  /**
   * The hashes of blocks that stand one behind the other.
   *
   * @param digest SHA-256, reset
   * @param length whole blocks
   */
  public static long[] hashes(MessageDigest digest, byte[] bytes, int length) {
    long[] hashes = new long[length / Extent.BLOCK];
    byte[] whole = new byte[Sha256.LENGTH];
    ByteBuffer start = ByteBuffer.wrap(whole);
    for (int i = 0; i < hashes.length; i++) {
      digest.update(bytes, i * Extent.BLOCK, Extent.BLOCK);
      try {
        digest.digest(whole, 0, whole.length);
      } catch (DigestException e) {
        throw new IllegalStateException("SHA-256 has 32 bytes", e);
      }
      hashes[i] = start.getLong(0);
    }
    return hashes;
  }
}
