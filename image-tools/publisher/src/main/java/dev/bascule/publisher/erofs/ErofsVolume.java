package dev.bascule.publisher.erofs;

import dev.bascule.image.lz4.VolumeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An EROFS volume, of which is read where its files are packed by LZ4. What is malformed is left out: it is for who packs
 * volumes to say so, not for who looks what is in them.
 */
public final class ErofsVolume {

  private static final int BLOCK = ErofsMetadata.BLOCK;
  private static final int SUPERBLOCK = 1024;
  private static final int MAGIC = 0xe0f5e1e2;
  private static final int BLOCK_BITS = 12;
  private static final int BLOCK_BITS_AT = 12;
  private static final int ROOT_AT = 14;
  private static final int BEGIN_AT = 40;
  private static final int NEEDS_AT = 80;
  /** Packed texts stand at the end of their blocks, so that their ends are known. */
  private static final int PADDED_WITH_ZEROS = 1;

  private static final int NAME_LENGTH = 12;
  private static final int NAME_TEXT_AT = 8;
  private static final int NAME_KIND_AT = 10;
  private static final int FILE = 1;
  private static final int DIRECTORY = 2;

  private final ErofsMetadata metadata;
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Long> directories = new ArrayDeque<>();
  private final Collection<PackedCluster> clusters =
      new TreeSet<>(Comparator.comparingLong(PackedCluster::offset));
  private long begin;

  private ErofsVolume(ErofsMetadata metadata) {
    this.metadata = metadata;
  }

  /**
   * Where LZ4 packed files' parts.
   *
   * @param size of the volume, in bytes
   * @return in the order of the volume; none if it is no such volume
   */
  public static List<PackedCluster> clusters(VolumeReader volume, long size) throws IOException {
    ErofsVolume read = new ErofsVolume(new ErofsMetadata(volume, size));
    try {
      read.readTree();
    } catch (MalformedErofsException e) {
      return List.of(); // something else is there
    }
    return List.copyOf(read.clusters);
  }

  private void readTree() throws IOException, MalformedErofsException {
    if (metadata.size() < BLOCK || metadata.intAt(SUPERBLOCK) != MAGIC
        || metadata.byteAt(SUPERBLOCK + BLOCK_BITS_AT) != BLOCK_BITS
        || (metadata.intAt(SUPERBLOCK + NEEDS_AT) & PADDED_WITH_ZEROS) == 0) {
      return;
    }
    begin = metadata.wordAt(SUPERBLOCK + BEGIN_AT) * BLOCK;
    directories.add((long) metadata.shortAt(SUPERBLOCK + ROOT_AT));
    while (!directories.isEmpty()) {
      long number = directories.remove();
      if (seen.add(number)) {
        readDirectory(number);
      }
    }
  }

  private void readDirectory(long number) throws IOException {
    try {
      ErofsInode directory = ErofsInode.read(metadata, begin, number);
      long whole = directory.size() / BLOCK * BLOCK;
      boolean inline = directory.layout() == ErofsInode.INLINE;
      if (directory.layout() != ErofsInode.PLAIN && !inline) {
        return;
      }
      long content = directory.block() * BLOCK;
      for (long at = 0; at < whole; at += BLOCK) {
        readNames(content + at);
      }
      if (directory.size() > whole) {
        readNames(inline ? directory.end() : content + whole);
      }
    } catch (MalformedErofsException e) {
      // its names are not known
    }
  }

  /** Reads names from a place on. The first tells where its text begins, and so how many there are. */
  private void readNames(long at) throws IOException, MalformedErofsException {
    int count = metadata.shortAt(at + NAME_TEXT_AT) / NAME_LENGTH;
    for (int i = 0; i < count; i++) {
      long name = at + (long) i * NAME_LENGTH;
      long number = metadata.wordAt(name) | metadata.wordAt(name + Integer.BYTES) << Integer.SIZE;
      int kind = metadata.byteAt(name + NAME_KIND_AT);
      if (kind == DIRECTORY) {
        directories.add(number);
      } else if (kind == FILE && seen.add(number)) {
        readFile(number);
      }
    }
  }

  private void readFile(long number) throws IOException {
    try {
      ErofsInode file = ErofsInode.read(metadata, begin, number);
      if (file.isPacked()) {
        ClusterIndex.read(metadata, file, clusters::add);
      }
    } catch (MalformedErofsException e) {
      // what was found of it so far is kept
    }
  }
}
