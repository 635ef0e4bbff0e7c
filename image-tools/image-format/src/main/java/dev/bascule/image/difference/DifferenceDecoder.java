package dev.bascule.image.difference;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Makes a tile from a source and a difference. A difference is a byte of flags, each {@link Column}'s length and its
 * length as it is stored, and the columns, as they are or as a zstd frame:
 *
 * <pre>
 * flags  1: branches are corrected by where they lead to   2: the literals' frame continues the source
 * </pre>
 *
 * <p>Each step puts literals and then copies from the source. A copied byte is right, or a change is added to it; with
 * the first flag, the four bytes after a branch lead to where its target has moved.
 *
 * <p>Any bytes are a difference that ends: each step makes at least one byte of the tile, and nothing outside of the
 * tile is written. Whether the tile is the right one its hash must tell. Memory: for each column at most the tile's
 * length, and zstd's context. One thread uses one.
 */
public final class DifferenceDecoder implements Closeable {

  static final int BRANCHES = 1;
  static final int LITERALS_CONTINUE = 2;

  private static final byte[] NOTHING = {};

  private final FrameDecoder frames = new FrameDecoder();
  private final ColumnReader[] columns = new ColumnReader[Column.COUNT];
  private final BranchTargets targets = new BranchTargets();
  private DifferenceSource source = new DifferenceSource(ByteBuffer.wrap(NOTHING), new int[0]);
  private byte[] tile = NOTHING;
  private int address;
  private int gap;
  private int branchGap;
  private int lastMove;

  public DifferenceDecoder() {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnReader(Column.at(i).toString());
    }
  }

  /**
   * Makes a tile.
   *
   * @param tileAddress where the tile begins in its volume, the lowest 32 bits of it
   * @param data the difference, from the first byte on
   * @param target receives the tile from its first byte on
   * @param length bytes to make
   * @throws MalformedDifferenceException if it is not such a difference; what the target holds then is undefined
   */
  public void decode(DifferenceSource from, int tileAddress, byte[] data, int dataLength,
      byte[] target, int length) throws MalformedDifferenceException {
    source = from;
    tile = target;
    address = tileAddress;
    boolean branches = readColumns(data, dataLength, length);
    targets.clear();
    lastMove = 0;
    gap = nextGap(Column.GAPS);
    branchGap = nextGap(Column.BRANCH_GAPS);
    int shift = 0;
    for (int at = 0; at < length;) {
      int literals = count(Column.LITERAL_COUNTS, length - at);
      column(Column.LITERALS).takeBytes(tile, at, literals);
      at += literals;
      int copied = count(Column.COPY_COUNTS, length - at);
      if (copied > 0) {
        shift += column(Column.SHIFTS).takeSigned();
        copy(at, copied, shift, branches);
      } else if (literals == 0) {
        throw new MalformedDifferenceException("a step of no bytes");
      }
      at += copied;
    }
    for (ColumnReader column : columns) {
      column.requireEnd();
    }
  }

  private void copy(int at, int length, int shift, boolean branches)
      throws MalformedDifferenceException {
    long from = (long) at + shift;
    if (from < 0 || from + length > source.length) {
      throw new MalformedDifferenceException("a copy of " + length + " bytes from " + from
          + " on: expected less than " + source.length);
    }
    source.copy((int) from, tile, at, length);
    if (branches) {
      correctCode(at, at + length, shift);
    } else {
      correctBytes(at, length);
    }
  }

  private void correctBytes(int at, int length) throws MalformedDifferenceException {
    int left = length;
    int next = at;
    while (gap < left) {
      next += gap;
      left -= gap + 1;
      tile[next++] += (byte) column(Column.CHANGES).takeByte();
      gap = nextGap(Column.GAPS);
    }
    gap -= left;
  }

  private void correctCode(int from, int to, int shift) throws MalformedDifferenceException {
    byte before = source.at(from + shift - 1);
    for (int at = from; at < to; at++) {
      byte copied = tile[at];
      if (gap == 0) {
        tile[at] += (byte) column(Column.CHANGES).takeByte();
        gap = nextGap(Column.GAPS);
      } else {
        gap--;
        if (at + Branch.FIELD < to && Branch.endsAt(before, copied)) {
          copied = tile[at + Branch.FIELD];
          branch(at + 1, at + 1 + shift);
          at += Branch.FIELD;
        }
      }
      before = copied;
    }
  }

  private void branch(int at, int there) throws MalformedDifferenceException {
    int distance = Branch.read(tile, at);
    int place = source.address(there) + distance;
    int ownMove = address + at - source.address(there);
    int move = targets.move(place, ownMove);
    if (branchGap == 0) {
      lastMove += column(Column.BRANCH_CHANGES).takeSigned();
      move = lastMove;
      branchGap = nextGap(Column.BRANCH_GAPS);
    } else {
      branchGap--;
    }
    targets.learn(place, move);
    Branch.write(tile, at, distance + move - ownMove);
  }

  private int count(Column column, int most) throws MalformedDifferenceException {
    int count = column(column).takeNumber();
    if (count < 0 || count > most) {
      throw new MalformedDifferenceException(
          column + ": expected at most " + most + ", found " + count);
    }
    return count;
  }

  /** The next gap; behind the last one nothing is wrong any more. */
  private int nextGap(Column gaps) throws MalformedDifferenceException {
    return column(gaps).hasMore() ? count(gaps, Integer.MAX_VALUE - 1) : Integer.MAX_VALUE;
  }

  private ColumnReader column(Column column) {
    return columns[column.place];
  }

  private boolean readColumns(byte[] data, int dataLength, int length)
      throws MalformedDifferenceException {
    ColumnReader header = new ColumnReader("header");
    int headLength = Math.min(dataLength, DifferenceEncoder.MAX_HEADER);
    System.arraycopy(data, 0, header.begin(headLength), 0, headLength);
    int flags = header.takeByte();
    if ((flags & ~(BRANCHES | LITERALS_CONTINUE)) != 0) {
      throw new MalformedDifferenceException("flags: expected 0 to 3, found " + flags);
    }
    int[] lengths = new int[2 * Column.COUNT];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = header.takeNumber();
    }
    int at = dataLength - stored(lengths, dataLength);
    if (at != header.position()) {
      throw new MalformedDifferenceException(
          "columns: expected from byte " + header.position() + " on, found " + at);
    }
    for (int i = 0; i < Column.COUNT; i++) {
      boolean continues =
          Column.at(i) == Column.LITERALS && (flags & LITERALS_CONTINUE) != 0;
      readColumn(i, lengths[2 * i], data, at, lengths[2 * i + 1], length, continues);
      at += lengths[2 * i + 1];
    }
    return (flags & BRANCHES) != 0;
  }

  private static int stored(int[] lengths, int most) throws MalformedDifferenceException {
    long sum = 0;
    for (int i = 1; i < lengths.length; i += 2) {
      if (lengths[i] < 0 || lengths[i] > most) {
        throw new MalformedDifferenceException(Column.at(i / 2) + ": expected at most " + most
            + " bytes, found " + lengths[i]);
      }
      sum += lengths[i];
    }
    if (sum > most) {
      throw new MalformedDifferenceException(
          "columns: expected at most " + most + " bytes, found " + sum);
    }
    return (int) sum;
  }

  private void readColumn(int index, int length, byte[] data, int at, int stored, int most,
      boolean continues) throws MalformedDifferenceException {
    Column column = Column.at(index);
    if (length < 0 || length > most || stored > length) {
      throw new MalformedDifferenceException(column + ": expected at most " + most
          + " bytes, stored as no more, found " + length + " stored as " + stored);
    }
    columns[index].load(
        frames, continues ? source.bytes() : FrameDecoder.NOTHING_BEFORE, data, at, stored, length);
  }

  @Override
  public void close() {
    frames.close();
  }
}
