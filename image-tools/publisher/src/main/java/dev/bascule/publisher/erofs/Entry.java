package dev.bascule.publisher.erofs;

/**
 * What the index of a packed file says of a block of it.
 *
 * @param value the lower bits: where in the block a cluster begins, or how far it is to it, or how long the cluster is
 * @param block the first block of the cluster that begins here, if one does
 */
record Entry(Type type, int value, long block) {

  private static final int LENGTH_FOLLOWS = 1 << 11;

  /** What begins in the block; in the order of their numbers. */
  enum Type {
    /** A cluster that is not packed. */
    AS_IT_IS,
    /** One that the first of two packers packed. */
    FIRST_HEAD,
    /** Nothing. */
    FOLLOWING,
    /** One that the second packer packed. */
    SECOND_HEAD;

    private static final Type[] ALL = values();

    /** The one of the lowest two bits. */
    static Type of(int bits) {
      return ALL[bits & 3];
    }
  }

  /** Whether a cluster begins in the block. */
  boolean isHead() {
    return type != Type.FOLLOWING;
  }

  /** Whether it tells the length of the cluster that began in the block before. */
  boolean isLength() {
    return type == Type.FOLLOWING && (value & LENGTH_FOLLOWS) != 0;
  }

  /** That length, in blocks. */
  int length() {
    return value & ~LENGTH_FOLLOWS;
  }
}
