package dev.bascule.image.difference;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes differences that {@link DifferenceDecoder} reads. Which byte of the tile is made from which of the source is
 * the caller's to find. One thread uses one.
 */
public final class DifferenceEncoder implements Closeable {

  /** What an alignment has for a byte of the tile that is made from none of the source. */
  public static final int LITERAL = -1;

  static final int MAX_HEADER = 1 + 2 * Column.COUNT * ColumnWriter.MAX_NUMBER;

  /**
   * The level for literals that continue the sources. zstd's best levels build a tree of all that comes before, which took nine
   * tenths of a difference's time and made literals smaller by one part in fifty (docs/benchmarks.md).
   */
  private static final int CONTINUING_LEVEL = 10;
  /** So few literals are not worth it: a frame alone has some bytes. */
  private static final int LEAST_CONTINUED = 64;

  private static final byte[] NOTHING = {};

  private final FrameEncoder frames;
  private final FrameEncoder continuing;
  private final ColumnWriter[] columns = new ColumnWriter[Column.COUNT];
  private final BranchTargets targets = new BranchTargets();
  private DifferenceSource source = new DifferenceSource(ByteBuffer.wrap(NOTHING), new int[0]);
  private byte[] tile = NOTHING;
  private int address;
  private int gap;
  private int branchGap;
  private int lastMove;
  /** The literals' frame, which does not depend on branches; null before it was made. */
  private byte @Nullable [] continued;

  /** An encoder that tries as hard as a level of zstd's says, 1 to 22. */
  public DifferenceEncoder(int level) {
    frames = new FrameEncoder(level);
    continuing = new FrameEncoder(Math.min(level, CONTINUING_LEVEL));
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnWriter();
    }
  }

  /**
   * Writes a difference: the smaller of one without branches and one with them.
   *
   * @param tileAddress where the tile begins in its volume, the lowest 32 bits of it
   * @param alignment for each byte of the tile the index of its counterpart in the source, or {@link #LITERAL}
   * @return nothing if a column would be longer than the tile, which no device would take
   */
  public Optional<byte[]> encode(DifferenceSource from, int tileAddress, byte[] wanted,
      int[] alignment) {
    continued = null;
    return Stream
        .of(fill(from, tileAddress, wanted, alignment, false),
            fill(from, tileAddress, wanted, alignment, true))
        .flatMap(Optional::stream)
        .min(Comparator.comparingInt(data -> data.length));
  }

  /** The same of one kind: with the tile's branches corrected by where they lead to, or not. */
  Optional<byte[]> encode(DifferenceSource from, int tileAddress, byte[] wanted, int[] alignment,
      boolean branches) {
    continued = null;
    return fill(from, tileAddress, wanted, alignment, branches);
  }

  private Optional<byte[]> fill(DifferenceSource from, int tileAddress, byte[] wanted,
      int[] alignment, boolean branches) {
    source = from;
    tile = wanted;
    address = tileAddress;
    targets.clear();
    gap = 0;
    branchGap = 0;
    lastMove = 0;
    for (ColumnWriter column : columns) {
      column.clear();
    }
    int shift = 0;
    for (int at = 0; at < wanted.length;) {
      int copy = at;
      while (copy < wanted.length && alignment[copy] == LITERAL) {
        copy++;
      }
      column(Column.LITERAL_COUNTS).putNumber(copy - at);
      column(Column.LITERALS).putBytes(wanted, at, copy - at);
      int end = copy;
      while (end < wanted.length && alignment[end] != LITERAL
          && alignment[end] - end == alignment[copy] - copy) {
        end++;
      }
      column(Column.COPY_COUNTS).putNumber(end - copy);
      if (end > copy) {
        int next = alignment[copy] - copy;
        column(Column.SHIFTS).putSigned(next - shift);
        shift = next;
        copied(copy, end, shift, branches);
      }
      at = end;
    }
    return write(branches);
  }

  private void copied(int from, int to, int shift, boolean branches) {
    for (int at = from; at < to; at++) {
      int there = at + shift;
      int change = tile[at] - source.at(there);
      if (change != 0) {
        column(Column.GAPS).putNumber(gap);
        column(Column.CHANGES).putByte(change);
        gap = 0;
        continue;
      }
      gap++;
      if (branches && at + Branch.FIELD < to
          && Branch.endsAt(source.at(there - 1), source.at(there))) {
        branch(at + 1, there + 1);
        at += Branch.FIELD;
      }
    }
  }

  private void branch(int at, int there) {
    int distance = source.distance(there);
    int place = source.address(there) + distance;
    int ownMove = address + at - source.address(there);
    int expected = targets.move(place, ownMove);
    int move = Branch.read(tile, at) - distance + ownMove;
    if (move == expected) {
      branchGap++;
    } else {
      column(Column.BRANCH_GAPS).putNumber(branchGap);
      column(Column.BRANCH_CHANGES).putSigned(move - lastMove);
      lastMove = move;
      branchGap = 0;
    }
    targets.learn(place, move);
  }

  private ColumnWriter column(Column column) {
    return columns[column.place];
  }

  private Optional<byte[]> write(boolean branches) {
    byte[][] stored = new byte[Column.COUNT][];
    int flags = branches ? DifferenceDecoder.BRANCHES : 0;
    ColumnWriter header = new ColumnWriter();
    for (int i = 0; i < stored.length; i++) {
      byte[] raw = columns[i].bytes();
      if (raw.length > tile.length) {
        return Optional.empty();
      }
      stored[i] = frames.encodeIfShorter(raw);
    }
    int literals = Column.LITERALS.place;
    byte[] frame = continued(columns[literals].bytes());
    if (frame.length < stored[literals].length) {
      stored[literals] = frame;
      flags |= DifferenceDecoder.LITERALS_CONTINUE;
    }
    header.putByte(flags);
    for (int i = 0; i < stored.length; i++) {
      header.putNumber(columns[i].length());
      header.putNumber(stored[i].length);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(header.bytes());
    for (byte[] column : stored) {
      whole.writeBytes(column);
    }
    return Optional.of(whole.toByteArray());
  }

  /** The literals as a frame that continues the source, or as they are. */
  private byte[] continued(byte[] raw) {
    byte[] frame = continued;
    if (frame == null) {
      frame = raw;
      if (raw.length >= LEAST_CONTINUED) {
        byte[] before = new byte[source.length];
        source.copy(0, before, 0, before.length);
        frame = continuing.encodeAfter(before, raw);
      }
      continued = frame;
    }
    return frame;
  }

  @Override
  public void close() {
    frames.close();
    continuing.close();
  }
}
