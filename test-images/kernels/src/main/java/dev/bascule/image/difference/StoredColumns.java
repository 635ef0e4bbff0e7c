package dev.bascule.image.difference;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A difference's columns as they are stored, to be unpacked alone: what is left of a difference when nothing is made of it. */
public final class StoredColumns {

  private final byte[] data;
  private final ByteBuffer source;
  private final boolean literalsContinue;
  private final int[] lengths = new int[2 * Column.COUNT];
  private final int begin;
  private final ColumnReader[] columns = new ColumnReader[Column.COUNT];

  /**
   * Columns.
   *
   * @param source what the difference is made from, a direct buffer
   */
  public StoredColumns(byte[] data, ByteBuffer source) throws MalformedDifferenceException {
    this.data = data;
    this.source = source;
    ColumnReader header = new ColumnReader("header");
    int headLength = Math.min(data.length, DifferenceEncoder.MAX_HEADER);
    System.arraycopy(data, 0, header.begin(headLength), 0, headLength);
    this.literalsContinue = (header.takeByte() & DifferenceDecoder.LITERALS_CONTINUE) != 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = header.takeNumber();
    }
    this.begin = header.position();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnReader(Column.at(i).toString());
    }
  }

  /** Unpacks all of them. */
  public void unpack(FrameDecoder frames) throws MalformedDifferenceException {
    int at = begin;
    for (int i = 0; i < columns.length; i++) {
      boolean continues = literalsContinue && Column.at(i) == Column.LITERALS;
      columns[i].load(frames, continues ? source : FrameDecoder.NOTHING_BEFORE, data, at,
          lengths[2 * i + 1], lengths[2 * i]);
      at += lengths[2 * i + 1];
    }
  }

  /** What they hold, once they are unpacked. */
  public List<byte[]> content() throws MalformedDifferenceException {
    List<byte[]> content = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      byte[] column = new byte[lengths[2 * i]];
      columns[i].takeBytes(column, 0, column.length);
      content.add(column);
    }
    return content;
  }
}
