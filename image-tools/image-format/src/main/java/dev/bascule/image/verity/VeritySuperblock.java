package dev.bascule.image.verity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first block of a hash area (cryptsetup, {@code lib/verity/verity.c}, {@code struct verity_sb}).
 *
 * <pre>
 *   0   8  "verity\0\0"
 *   8   4  version, 1
 *  12   4  hash type, 1
 *  16  16  UUID
 *  32  32  "sha256", zeros after it
 *  64   4  data block size
 *  68   4  hash block size
 *  72   8  data blocks
 *  80   2  salt's length
 *  82   6  zero
 *  88 256  salt, zeros after it
 * 344      zero to the end of the block
 * </pre>
 *
 * Integers are little-endian, the UUID is in the order in which it is written.
 */
final class VeritySuperblock {

  private static final int VERSION = 1;
  private static final int HASH_TYPE = 1;
  private static final int SALT_OFFSET = 88;

  private VeritySuperblock() {}

  /** A whole block that begins with the superblock. */
  static byte[] encode(VerityParameters parameters) {
    byte[] salt = parameters.saltBytes();
    ByteBuffer out = ByteBuffer.allocate(VerityParameters.BLOCK_SIZE);
    out.put("verity\0\0".getBytes(StandardCharsets.US_ASCII));
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION).putInt(HASH_TYPE);
    out.order(ByteOrder.BIG_ENDIAN)
        .putLong(parameters.uuid().getMostSignificantBits())
        .putLong(parameters.uuid().getLeastSignificantBits());
    out.put(Arrays.copyOf("sha256".getBytes(StandardCharsets.US_ASCII), 32));
    out.order(ByteOrder.LITTLE_ENDIAN)
        .putInt(VerityParameters.BLOCK_SIZE)
        .putInt(VerityParameters.BLOCK_SIZE)
        .putLong(parameters.dataBlocks())
        .putShort((short) salt.length);
    out.position(SALT_OFFSET).put(salt);
    return out.array();
  }
}
