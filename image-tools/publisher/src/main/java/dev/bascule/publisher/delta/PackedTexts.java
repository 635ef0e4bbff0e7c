package dev.bascule.publisher.delta;

import dev.bascule.image.difference.MalformedDifferenceException;
import dev.bascule.image.lz4.Unpacker;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.publisher.erofs.ErofsVolume;
import dev.bascule.publisher.erofs.PackedCluster;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What LZ4 packed in a volume, unpacked one text behind the other: what has the mark of {@code lz4 -l}, by which Linux packs its
 * kernel, in texts of 8 MiB; and the clusters of an EROFS volume's files. What only looks like it is left alone.
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
  private final NavigableMap<Long, PackedText> byFirstBlock = new TreeMap<>();
  private final NavigableMap<Long, PackedText> byPlace = new TreeMap<>();
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
      Unpacker unpacker = new Unpacker(volume::read);
      ByteBuffer room = ByteBuffer.allocate(TEXT);
      found.addStreams(unpacker, room);
      found.addClusters(unpacker, room);
      return found;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return byPlace.isEmpty();
  }

  /** All of them, unpacked. */
  RawVolume content() {
    return RawVolume.of(file, new TileLayout(size, volume.layout().tileSize()));
  }

  /** Those that have bytes between two places of the volume, in its order. */
  List<PackedText> in(long from, long to) {
    Long first = byPlace.floorKey(from);
    return byPlace.subMap(first == null ? from : first, to)
        .values()
        .stream()
        .filter(text -> text.packedEnd() > from)
        .toList();
  }

  /** Those that have whole blocks among some of all texts, in the texts' order. */
  List<PackedText> ofBlocks(long from, long to) {
    Long first = byFirstBlock.floorKey(from);
    return byFirstBlock.subMap(first == null ? from : first, to)
        .values()
        .stream()
        .filter(text -> text.endBlock() > from)
        .toList();
  }

  /** What begins with the mark. */
  private void addStreams(Unpacker unpacker, ByteBuffer room) throws IOException {
    long end = volume.layout().volumeSize();
    byte[] stretch = new byte[STRETCH];
    ByteBuffer words = ByteBuffer.wrap(stretch).order(ByteOrder.LITTLE_ENDIAN);
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

  /** What a file system packed. */
  private void addClusters(Unpacker unpacker, ByteBuffer room) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(Extent.BLOCK);
    for (PackedCluster cluster : ErofsVolume.clusters(volume::read,
        volume.layout().volumeSize())) {
      volume.read(cluster.offset(), block.clear());
      int zeros = 0;
      while (zeros < Extent.BLOCK && block.get(zeros) == 0) {
        zeros++;
      }
      long from = cluster.offset() + zeros;
      try {
        int length = unpacker.unpackAll(from, cluster.end(), room.clear());
        add(new PackedText(from, cluster.end(), size, length), room.flip());
      } catch (MalformedDifferenceException e) {
        // more than a text here has, or packed by another rule
      }
    }
  }

  private void add(PackedText text, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      file.write(content, text.from() + content.position());
    }
    byPlace.put(text.packed(), text);
    byFirstBlock.put(text.firstBlock(), text);
    size += Math.ceilDiv(text.length(), Extent.BLOCK) * (long) Extent.BLOCK;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
