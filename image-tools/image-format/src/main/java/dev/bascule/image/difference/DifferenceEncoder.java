package dev.bascule.image.difference;

/**
 * Writes differences that {@link DifferenceDecoder} reads. What to match with what is the caller's to find: it gives one
 * command after the other. One thread uses one.
 */
public final class DifferenceEncoder {

  private final Course course = new Course();
  private byte[] window = new byte[0];
  private BitWriter writer = new BitWriter();

  /**
   * Begins a tile.
   *
   * @param newWindow the source, and the tile behind it
   */
  public void begin(byte[] newWindow, int sourceLength) {
    window = newWindow;
    writer = new BitWriter();
    course.begin(newWindow, sourceLength);
  }

  /** The next byte of the tile as it is. */
  public void literal() {
    course.commands.codeIsMatch(writer, course.state(), 0);
    course.literal(writer, window[course.position()] & 0xff);
  }

  /** The next bytes of the tile as they are at a distance before. */
  public void match(int distance, int length) {
    int state = course.state();
    course.commands.codeIsMatch(writer, state, 1);
    int rank = 0;
    while (rank < CommandModel.RECENT && course.recent(rank) != distance) {
      rank++;
    }
    course.commands.codeRank(writer, state, rank);
    course.commands.codeLength(writer, rank, length);
    if (rank == CommandModel.FRESH) {
      course.commands.codeDistance(writer, state, course.recent(0), distance);
    }
    course.match(rank, distance, length);
  }

  /** The difference, once the whole tile was given. */
  public byte[] finish() {
    return writer.finish();
  }
}
