package dev.bascule.image.difference;

/**
 * Where a tile's making has come to, the same for writer and reader: the window of source and tile so far, the distances
 * of recent matches, and which of them literals are compared with.
 */
final class Course {

  /** A match this long says where the tile's counterpart stands; shorter ones may be chance. */
  private static final int TELLING = 16;

  private static final int NEAR = 32;

  final CommandModel commands = new CommandModel();
  final LiteralModel literals = new LiteralModel();
  private final int[] recent = new int[CommandModel.RECENT];
  private byte[] window = new byte[0];
  private int position;
  private int reference;
  private int sinceMatch;
  private int differences;
  private boolean longMatch;

  /**
   * Begins a tile.
   *
   * @param newWindow holds the source from its first byte on, and receives the tile behind it
   */
  void begin(byte[] newWindow, int sourceLength) {
    commands.reset();
    literals.reset();
    window = newWindow;
    position = sourceLength;
    for (int i = 0; i < recent.length; i++) {
      recent[i] = firstDistance(sourceLength) + i;
    }
    reference = firstDistance(sourceLength);
    sinceMatch = NEAR;
    differences = 0;
    longMatch = false;
  }

  /** The distance that is taken for recent before there was a match: the source's beginning is the tile's. */
  static int firstDistance(int sourceLength) {
    return Math.max(sourceLength, 1);
  }

  int position() {
    return position;
  }

  /** What commands are likely next: how long ago a match was, and whether it was a long one. */
  int state() {
    return Math.min(sinceMatch, 7) + (longMatch ? 8 : 0);
  }

  int recent(int rank) {
    return recent[rank];
  }

  void literal(BitCoder coder, int value) {
    int there = at(position - reference);
    int before = at(position - 1) | (at(position - 2) << 8) | (at(position - 3) << 16)
        | (at(position - 4) << 24);
    int coded =
        literals.code(coder, value, position, before, there, differences, sinceMatch < NEAR);
    window[position++] = (byte) coded;
    differences = (differences << 8) | ((coded - there) & 0xff);
    sinceMatch++;
  }

  /** Copies a match that lies in what is there already. */
  void match(int rank, int distance, int length) {
    for (int i = Math.min(rank, CommandModel.RECENT - 1); i > 0; i--) {
      recent[i] = recent[i - 1];
    }
    recent[0] = distance;
    for (int i = 0; i < length; i++) {
      window[position + i] = window[position + i - distance];
    }
    position += length;
    longMatch = length >= TELLING;
    if (longMatch) {
      reference = distance;
    }
    differences = distance == reference ? 0 : differences;
    sinceMatch = 0;
  }

  private int at(int index) {
    return index < 0 ? 0 : window[index] & 0xff;
  }
}
