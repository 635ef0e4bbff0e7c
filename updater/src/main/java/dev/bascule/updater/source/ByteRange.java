package dev.bascule.updater.source;

/**
 * A part of a file.
 *
 * @param offset its first byte
 * @param length at most so many bytes; {@link #TO_THE_END} for all that follow
 */
record ByteRange(long offset, long length) {

  static final long TO_THE_END = Long.MAX_VALUE;
  static final ByteRange ALL = new ByteRange(0, TO_THE_END);

  ByteRange {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("no part of a file: " + offset + ", " + length);
    }
  }

  /** Whether it is the whole file. */
  boolean isAll() {
    return offset == 0 && length == TO_THE_END;
  }

  /** As the header {@code Range} has it (RFC 9110, section 14.2). */
  String header() {
    return "bytes=" + offset + "-" + (length == TO_THE_END ? "" : offset + length - 1);
  }
}
