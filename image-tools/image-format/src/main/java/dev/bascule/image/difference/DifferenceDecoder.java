package dev.bascule.image.difference;

/**
 * Makes a tile from a source and a difference. Any bytes are a difference that ends: each command makes at least one byte
 * of the tile, and nothing outside of the tile is written, whatever the bytes say. Whether the tile is the right one its
 * hash must tell. One thread uses one; it holds some 2 MiB.
 */
public final class DifferenceDecoder {

  private final Course course = new Course();

  /**
   * Makes a tile.
   *
   * @param window holds the source from its first byte on, and receives the tile behind it
   * @param data the difference
   * @param length bytes to make
   * @throws MalformedDifferenceException if a match reaches outside of what is there
   */
  public void decode(byte[] window, int sourceLength, byte[] data, int dataLength, int length)
      throws MalformedDifferenceException {
    BitReader reader = new BitReader(data, dataLength);
    int end = sourceLength + length;
    course.begin(window, sourceLength);
    while (course.position() < end) {
      int state = course.state();
      if (course.commands.codeIsMatch(reader, state, 0) == 0) {
        course.literal(reader, 0);
      } else {
        decodeMatch(reader, state, end);
      }
    }
  }

  private void decodeMatch(BitReader reader, int state, int end)
      throws MalformedDifferenceException {
    int rank = course.commands.codeRank(reader, state, CommandModel.FRESH);
    int length = course.commands.codeLength(reader, rank, 1);
    long distance = rank == CommandModel.FRESH
        ? course.commands.codeDistance(reader, state, course.recent(0), course.recent(0))
        : course.recent(rank);
    if (distance < 1 || distance > course.position() || length > end - course.position()) {
      throw new MalformedDifferenceException("a match of " + length + " bytes at distance "
          + distance + ": expected at most " + (end - course.position())
          + " bytes at distance 1 to "
          + course.position());
    }
    course.match(rank, (int) distance, length);
  }
}
