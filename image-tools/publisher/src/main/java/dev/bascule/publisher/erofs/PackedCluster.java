package dev.bascule.publisher.erofs;

/**
 * Whole blocks of a volume in which a stretch of a file is packed by LZ4: some zeros, and the packed text up to the end.
 *
 * @param offset where they begin in the volume, in bytes
 * @param length how long they are together
 */
public record PackedCluster(long offset, int length) {

  /** Where they end. */
  public long end() {
    return offset + length;
  }
}
