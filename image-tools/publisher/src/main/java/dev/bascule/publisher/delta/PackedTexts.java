package dev.bascule.publisher.delta;

import dev.bascule.image.difference.MalformedDifferenceException;
import dev.bascule.image.lz4.Unpacker;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What LZ4 packed in a volume, found by its mark and unpacked one text behind the other: the framing is that of {@code lz4
 * -l}, by which Linux packs its kernel, so each stream is of texts of 8 MiB. What only looks like a stream is left alone.
 */
final class PackedTexts implements Closeable {

  /** The length of all texts of a stream but the last. */
  static final int TEXT = 8 << 20;

  private static final int MARK = 0x184c2102;
  private static final int MARK_LENGTH = Integer.BYTES;
  private static final int MAX_PACKED = TEXT + TEXT / 255 + 16;
  private static final int STRETCH = 1 << 20;

  private final RawVolume volume;
  private final FileChannel file;
  private final List<PackedText> texts = new ArrayList<>();
  private long size;

  private PackedTexts(RawVolume volume, FileChannel file) {
    this.volume = volume;
    this.file = file;
  }

  /**
   * Looks for them.
   *
   * @param work a directory for a temporary file, with room for all of the texts
   */
  static PackedTexts find(RawVolume volume, Path work) throws IOException {
    FileChannel file = ScratchFile.open(work, "texts");
    PackedTexts found = new PackedTexts(volume, file);
    try {
      found.search();
      return found;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** All of them, unpacked. */
  RawVolume content() {
    return RawVolume.of(file, new TileLayout(size, volume.layout().tileSize()));
  }

  /** Those that have bytes between two places of the volume. */
  List<PackedText> in(long from, long to) {
    return texts.stream()
        .filter(text -> text.packed() < to && text.packedEnd() > from)
        .toList();
  }

  /** Those that have whole blocks among some of all texts. */
  List<PackedText> ofBlocks(long from, long to) {
    return texts.stream()
        .filter(text -> text.firstBlock() < to && text.endBlock() > from)
        .toList();
  }

  private void search() throws IOException {
    long end = volume.layout().volumeSize();
    byte[] stretch = new byte[STRETCH];
    ByteBuffer words = ByteBuffer.wrap(stretch).order(ByteOrder.LITTLE_ENDIAN);
    Unpacker unpacker = new Unpacker(volume::read);
    ByteBuffer room = ByteBuffer.allocate(TEXT);
    for (long from = 0; from + MARK_LENGTH <= end; from += STRETCH - MARK_LENGTH + 1) {
      int length = (int) Math.min(STRETCH, end - from);
      volume.read(from, stretch, 0, length);
      for (int at = 0; at + MARK_LENGTH <= length; at++) {
        if (stretch[at] == (byte) MARK && words.getInt(at) == MARK) {
          addStream(unpacker, room, from + at + MARK_LENGTH);
        }
      }
    }
  }

  private void addStream(Unpacker unpacker, ByteBuffer room, long begin) throws IOException {
    long at = begin;
    int length = TEXT;
    while (length == TEXT && at + Integer.BYTES < volume.layout().volumeSize()) {
      ByteBuffer head = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      volume.read(at, head);
      int packed = head.getInt(0);
      long from = at + Integer.BYTES;
      if (packed < 1 || packed > MAX_PACKED
          || packed > volume.layout().volumeSize() - from) {
        return;
      }
      try {
        length = unpacker.unpackAll(from, from + packed, room.clear());
      } catch (MalformedDifferenceException e) {
        return; // what follows the mark is something else
      }
      add(new PackedText(from, from + packed, size, length), room.flip());
      at = from + packed;
    }
  }

  private void add(PackedText text, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      file.write(content, text.from() + content.position());
    }
    texts.add(text);
    size += Math.ceilDiv(text.length(), Extent.BLOCK) * (long) Extent.BLOCK;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
