package dev.bascule.image.verity;

import java.util.HexFormat;
import java.util.UUID;

/**
 * What a hash tree depends on beside the data: hash type 1 with SHA-256 and blocks of 4096 bytes, as {@code
 * veritysetup} has them by default.
 *
 * @param salt as lower-case hexadecimal digits; 0 to 256 bytes
 * @param uuid the identifier in the superblock
 * @param dataBlocks how many blocks of data the tree covers, at least 1
 */
public record VerityParameters(String salt, UUID uuid, long dataBlocks) {

  /** Bytes in a block, of data and of the tree. */
  public static final int BLOCK_SIZE = 4096;

  private static final int MAX_SALT_DIGITS = 2 * 256;

  public VerityParameters {
    if (salt.length() > MAX_SALT_DIGITS) {
      throw new IllegalArgumentException("salt: at most 256 bytes, found " + salt.length() / 2);
    }
    HexFormat.of().parseHex(salt);
    if (dataBlocks < 1) {
      throw new IllegalArgumentException("data blocks: expected 1 or more, found " + dataBlocks);
    }
  }

  /** The salt's bytes. */
  public byte[] saltBytes() {
    return HexFormat.of().parseHex(salt);
  }
}
