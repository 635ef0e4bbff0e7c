package dev.bascule.image.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a tile is made from: extents that are read one after the other. */
public record Sources(List<Extent> extents) {

  /** The most extents that a tile has. */
  public static final int MAX_EXTENTS = 64;

  /** The most blocks that are read into one buffer: 2 MiB, which bounds the memory of whoever makes the tile. */
  public static final int MAX_BLOCKS = 512;

  /** The most blocks of packed texts, of which a tile's maker reads a stretch at a time: 8 MiB. */
  public static final int MAX_STREAMED_BLOCKS = 2048;

  public Sources {
    extents = List.copyOf(extents);
    if (extents.isEmpty() || extents.size() > MAX_EXTENTS) {
      throw new IllegalArgumentException(
          "sources: expected 1 to " + MAX_EXTENTS + " extents, found " + extents.size());
    }
    requireAtMost(MAX_STREAMED_BLOCKS, extents);
  }

  /** Refuses more than are read into one buffer. */
  void requireOneBuffer() {
    requireAtMost(MAX_BLOCKS, extents);
  }

  private static void requireAtMost(int most, List<Extent> extents) {
    int blocks = extents.stream().mapToInt(Extent::blocks).sum();
    if (blocks > most) {
      throw new IllegalArgumentException(
          "sources: expected at most " + most + " blocks, found " + blocks);
    }
  }

  /** The length of all together, in bytes. */
  public int length() {
    return extents.stream().mapToInt(Extent::length).sum();
  }

  /** What a part of a tile is copied from, where these are the sources of a {@link Operation.Copy}. */
  public List<Extent> part(TilePart of) {
    List<Extent> part = new ArrayList<>();
    int first = of.from() / Extent.BLOCK;
    int end = first + Math.ceilDiv(of.length(), Extent.BLOCK);
    int at = 0;
    for (Extent extent : extents) {
      int from = Math.max(first, at);
      int to = Math.min(end, at + extent.blocks());
      if (from < to) {
        part.add(new Extent(extent.space(), extent.firstBlock() + from - at, to - from));
      }
      at += extent.blocks();
    }
    return part;
  }

  /** The number of each block in its volume, in order; the lowest 32 bits of it. */
  public int[] blocks() {
    return extents.stream()
        .flatMapToInt(extent -> IntStream.range(0, extent.blocks())
            .map(block -> (int) extent.firstBlock() + block))
        .toArray();
  }
}
