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
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
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
  private final Unpacker unpacker;
  private final ByteBuffer room = ByteBuffer.allocate(TEXT);
  private final Queue<PackedCluster> clusters;
  private long size;

  private PackedTexts(RawVolume volume, FileChannel file) throws IOException {
    this.volume = volume;
    this.file = file;
    this.unpacker = new Unpacker(volume::read);
    this.clusters = new ArrayDeque<>(
        ErofsVolume.clusters(volume::read, volume.layout().volumeSize()));
  }

  /**
   * Looks for them.
   *
   * @param work a directory for a temporary file, with room for all of the texts
   */
  static PackedTexts find(RawVolume volume, Path work) throws IOException {
    FileChannel file = ScratchFile.open(work, "texts");
    try {
      PackedTexts found = new PackedTexts(volume, file);
      found.search();
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

  /** Adds all texts in the order of the volume, so that those of a tile follow each other. */
  private void search() throws IOException {
    long end = volume.layout().volumeSize();
    byte[] stretch = new byte[STRETCH];
    ByteBuffer words = ByteBuffer.wrap(stretch).order(ByteOrder.LITTLE_ENDIAN);
    for (long from = 0; from + MARK_LENGTH <= end; from += STRETCH - MARK_LENGTH + 1) {
      int length = (int) Math.min(STRETCH, end - from);
      volume.read(from, stretch, 0, length);
      for (int at = 0; at + MARK_LENGTH <= length; at++) {
        if (stretch[at] == (byte) MARK && words.getInt(at) == MARK) {
          addClustersBefore(from + at);
          addStream(from + at + MARK_LENGTH);
        }
      }
    }
    addClustersBefore(end);
  }

  private void addStream(long begin) throws IOException {
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
      length = add(from, from + packed);
      at = from + packed;
    }
  }

  private void addClustersBefore(long place) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(Extent.BLOCK);
    while (!clusters.isEmpty() && clusters.element().offset() < place) {
      PackedCluster cluster = clusters.remove();
      volume.read(cluster.offset(), block.clear());
      int zeros = 0;
      while (zeros < Extent.BLOCK && block.get(zeros) == 0) {
        zeros++;
      }
      add(cluster.offset() + zeros, cluster.end());
    }
  }

  /** Unpacks a text and adds it, if there is one; returns its length, or 0. */
  private int add(long packed, long packedEnd) throws IOException {
    if (!byPlace.isEmpty() && packed < byPlace.lastEntry().getValue().packedEnd()) {
      return 0; // within another one
    }
    try {
      int length = unpacker.unpackAll(packed, packedEnd, room.clear());
      add(new PackedText(packed, packedEnd, size, length), room.flip());
      return length;
    } catch (MalformedDifferenceException e) {
      return 0; // something else is there, or more than a text has
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
