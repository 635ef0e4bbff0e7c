package dev.bascule.publisher.erofs;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The index of a packed file: for each of its blocks, when they are unpacked, whether a cluster begins in it, and where. Each
 * entry is 16 bits or 14 of a pack with one address, or eight bytes of its own. The source for all of it is Linux, {@code
 * fs/erofs/zmap.c} and {@code erofs_fs.h}.
 */
final class ClusterIndex {

  private static final int BLOCK = ErofsMetadata.BLOCK;
  private static final int ALIGNED = 8;
  private static final int HEAD_LENGTH = 8;
  private static final int FULL_PADDING = 8;
  private static final int FULL_ENTRY = 8;

  // What the head advises.
  private static final int PACKS_OF_SIXTEEN = 1;
  private static final int LARGE_FIRST = 1 << 1;
  private static final int LARGE_SECOND = 1 << 2;
  private static final int LAST_ELSEWHERE = 1 << 3 | 1 << 5;

  private static final int WHOLE_FILE_ELSEWHERE = 1 << 7;
  private static final int LARGER_BLOCKS = 7;
  private static final int LZ4 = 0;
  private static final int FIRST_PACKER = 15;

  private final ErofsMetadata metadata;
  private final boolean compact;
  private final long entries;
  private final int advice;
  private final int packers;
  private final boolean usable;
  private final long count;
  /** Where in its block the file's last byte is. */
  private final long lastByte;

  private ClusterIndex(ErofsMetadata metadata, ErofsInode inode)
      throws IOException, MalformedErofsException {
    long head = Math.ceilDiv(inode.end(), ALIGNED) * (long) ALIGNED;
    this.metadata = metadata;
    this.compact = inode.layout() == ErofsInode.PACKED_COMPACT;
    this.entries = head + HEAD_LENGTH + (compact ? 0 : FULL_PADDING);
    this.advice = metadata.shortAt(head + Integer.BYTES);
    this.packers = metadata.byteAt(head + 6);
    int shape = metadata.byteAt(head + 7);
    this.usable = (shape & (WHOLE_FILE_ELSEWHERE | LARGER_BLOCKS)) == 0;
    this.count = Math.ceilDiv(inode.size(), BLOCK);
    this.lastByte = (inode.size() - 1) % BLOCK;
  }

  /** Tells of each cluster of a file that LZ4 packed, in the file's order. */
  static void read(ErofsMetadata metadata, ErofsInode inode, Consumer<PackedCluster> clusters)
      throws IOException, MalformedErofsException {
    ClusterIndex index = new ClusterIndex(metadata, inode);
    if (index.usable) {
      index.read(clusters);
    }
  }

  private void read(Consumer<PackedCluster> clusters)
      throws IOException, MalformedErofsException {
    Entry head = null;
    Entry next = null;
    for (long i = 0; i < count; i++) {
      Entry entry = compact ? compactEntry(i) : fullEntry(i);
      if (entry.isHead()) {
        if (i == count - 1 && entry.value() > lastByte) {
          break; // no cluster, but a mark of the file's end
        }
        add(clusters, head, next);
        head = entry;
        next = null;
      } else if (next == null) {
        next = entry;
      }
    }
    if ((advice & LAST_ELSEWHERE) == 0) {
      add(clusters, head, next);
    }
  }

  /** Takes a cluster, if one began. If it is one of the long ones, the entry after its first tells how long. */
  private void add(Consumer<PackedCluster> clusters, @Nullable Entry head, @Nullable Entry next) {
    if (head == null) {
      return;
    }
    boolean second = head.type() == Entry.Type.SECOND_HEAD;
    boolean large = (advice & (second ? LARGE_SECOND : LARGE_FIRST)) != 0;
    int packer = second ? packers >>> 4 : packers & FIRST_PACKER;
    long length = BLOCK * (long) (large && next != null && next.isLength() ? next.length() : 1);
    long offset = head.block() * BLOCK;
    boolean packed = head.type() != Entry.Type.AS_IT_IS && packer == LZ4;
    if (packed && length > 0 && offset <= metadata.size() - length) {
      clusters.accept(new PackedCluster(offset, (int) length));
    }
  }

  private Entry fullEntry(long index) throws IOException, MalformedErofsException {
    long at = entries + index * FULL_ENTRY;
    Entry.Type type = Entry.Type.of(metadata.shortAt(at));
    return type == Entry.Type.FOLLOWING
        ? new Entry(type, metadata.shortAt(at + Integer.BYTES), 0)
        : new Entry(type, metadata.shortAt(at + Short.BYTES), metadata.wordAt(at + Integer.BYTES));
  }

  /** Entries of four bytes up to a multiple of 32, then packs of sixteen if there are such, then again of four bytes. */
  private Entry compactEntry(long index) throws IOException, MalformedErofsException {
    long before = Math.min(count, (-entries & (EntryPack.OF_SIXTEEN.length() - 1)) / Integer.BYTES);
    long inSixteens = (advice & PACKS_OF_SIXTEEN) == 0
        ? 0
        : (count - before) / EntryPack.OF_SIXTEEN.entries() * EntryPack.OF_SIXTEEN.entries();
    if (index < before) {
      return EntryPack.OF_TWO.read(metadata, entries, index, isLarge());
    }
    long sixteens = entries + before * Integer.BYTES;
    if (index < before + inSixteens) {
      return EntryPack.OF_SIXTEEN.read(metadata, sixteens, index - before, isLarge());
    }
    return EntryPack.OF_TWO.read(metadata, sixteens + inSixteens * Short.BYTES,
        index - before - inSixteens, isLarge());
  }

  private boolean isLarge() {
    return (advice & LARGE_FIRST) != 0;
  }
}
