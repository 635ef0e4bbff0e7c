package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.Sources;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.publisher.payload.EncodedTile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the smallest operation that makes a tile. One thread uses one encoder. */
final class TileEncoder implements Closeable {

  private static final byte[] NOTHING = new byte[0];
  /** A tile that takes more than this part of its length is tried again, with more to make it from. */
  private static final int POORLY_MADE = 4;
  /** A difference of at most this part of the tile's length is not held against a frame, which costs the most to make. */
  private static final int WELL_MADE = 16;

  private final @Nullable RawVolume old;
  private final RawVolume volume;
  private final MatchFinder finder;
  private final @Nullable MatchFinder wideFinder;
  private final SourceChoice choice;
  private final FrameEncoder frames;
  private final Repacking repacking;
  private final TileCodec codec;
  private final DifferenceEncoder differences;
  private final Alignment alignment;
  private final @Nullable Repacker repacker;

  /**
   * An encoder for one thread.
   *
   * @param finder where a tile's parts are looked for first
   * @param wideFinder where they are if little was found, or null for nowhere else
   */
  TileEncoder(@Nullable RawVolume old, RawVolume volume, MatchFinder finder,
      @Nullable MatchFinder wideFinder, @Nullable TextPair texts, int level) {
    this.old = old;
    this.volume = volume;
    this.finder = finder;
    this.wideFinder = wideFinder;
    this.choice = new SourceChoice(old == null ? 0 : old.blocks());
    this.frames = new FrameEncoder(level);
    this.repacking = new Repacking(this::read);
    this.codec = new TileCodec(this::read, repacking);
    this.differences = new DifferenceEncoder(level);
    this.alignment = new Alignment(
        volume.layout().tileSize(), Sources.MAX_BLOCKS * Extent.BLOCK);
    this.repacker = texts == null ? null : texts.repacker(volume, alignment, differences, frames);
  }

  /** Encodes a tile, and decodes it again: what does not come back is a fault of this program, and not published. */
  EncodedTile encode(int index) throws IOException {
    byte[] tile = volume.readTile(index);
    EncodedTile encoded = encode(index, tile);
    byte[] decoded = new byte[tile.length];
    codec.decode(encoded.operation(), volume.layout().offset(index), encoded.data(), decoded,
        tile.length);
    if (!Arrays.equals(tile, decoded)) {
      throw new IllegalStateException("tile " + index + ": " + encoded.operation()
          + " does not make it; nothing was published");
    }
    return encoded;
  }

  private EncodedTile encode(int index, byte[] tile) throws IOException {
    if (isZero(tile)) {
      return new EncodedTile(new Operation.Zero(), NOTHING);
    }
    long offset = volume.layout().offset(index);
    Optional<Sources> inPlace = inPlace(tile, offset);
    if (inPlace.isPresent()) {
      return new EncodedTile(new Operation.Copy(inPlace.get()), NOTHING);
    }
    List<Match> matches = finder.find(tile, offset);
    Optional<EncodedTile> repacked = Optional.empty();
    if (repacker != null && repacker.isFor(index)) {
      // What is tried below costs more than all of this, and of what is packed makes little.
      Optional<EncodedTile> asItStands = copiedOrChanged(tile, offset, matches);
      if (asItStands.isPresent()) {
        return asItStands.get();
      }
      repacked = repacker.encode(index, tile);
      if (repacked.isPresent() && repacked.get().data().length <= tile.length / POORLY_MADE) {
        return repacked.get();
      }
    }
    EncodedTile made = made(tile, offset, matches);
    if (wideFinder != null && made.data().length > tile.length / POORLY_MADE) {
      made = made.orSmaller(made(tile, offset, wideFinder.find(tile, offset)));
    }
    return repacked.map(made::orSmaller).orElse(made);
  }

  /** The tile from blocks that are the same, or by a small difference, if there are such. */
  private Optional<EncodedTile> copiedOrChanged(byte[] tile, long offset, List<Match> matches)
      throws IOException {
    Optional<Sources> copied = copied(tile, offset, matches);
    if (copied.isPresent()) {
      return Optional.of(new EncodedTile(new Operation.Copy(copied.get()), NOTHING));
    }
    Optional<Sources> sources = choice.choose(matches, offset, tile.length);
    return sources.isEmpty()
        ? Optional.empty()
        : difference(tile, offset, sources.get(), gather(sources.get()))
            .filter(made -> made.data().length <= tile.length / WELL_MADE);
  }

  private EncodedTile made(byte[] tile, long offset, List<Match> matches) throws IOException {
    Optional<Sources> copied = copied(tile, offset, matches);
    if (copied.isPresent()) {
      return new EncodedTile(new Operation.Copy(copied.get()), NOTHING);
    }
    Optional<Sources> sources = choice.choose(matches, offset, tile.length);
    return sources.isEmpty() ? full(tile) : made(tile, offset, sources.get());
  }

  private EncodedTile made(byte[] tile, long offset, Sources sources) throws IOException {
    EncodedTile smallest = changed(tile, offset, sources);
    if (smallest.data().length > tile.length / POORLY_MADE && old != null) {
      Sources widened = choice.widened(sources, offset);
      smallest = smallest.orSmaller(continued(tile, widened, gather(widened)));
    }
    return smallest.data().length > tile.length / 2 ? smallest.orSmaller(full(tile)) : smallest;
  }

  private EncodedTile full(byte[] tile) {
    byte[] frame = frames.encode(tile);
    return new EncodedTile(new Operation.Full(frame.length), frame);
  }

  /** A frame in a full payload; in a delta the smaller of it and a difference, if that is not small already. */
  private EncodedTile changed(byte[] tile, long offset, Sources sources) throws IOException {
    byte[] source = gather(sources);
    Optional<EncodedTile> difference = old == null
        ? Optional.empty()
        : difference(tile, offset, sources, source);
    if (difference.isPresent() && difference.get().data().length <= tile.length / WELL_MADE) {
      return difference.get();
    }
    EncodedTile frame = continued(tile, sources, source);
    return difference.map(frame::orSmaller).orElse(frame);
  }

  private Optional<EncodedTile> difference(byte[] tile, long offset, Sources sources,
      byte[] source) throws IOException {
    Optional<UsedSources> found =
        UsedSources.of(sources, alignment.of(source, source.length, tile));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Sources used = found.get().sources();
    DifferenceSource from = new DifferenceSource(ByteBuffer.wrap(gather(used)), used.blocks());
    return differences.encode(from, (int) offset, tile, found.get().alignment())
        .map(data -> new EncodedTile(new Operation.Difference(used, data.length), data));
  }

  private byte[] gather(Sources sources) throws IOException {
    byte[] source = new byte[sources.length()];
    int at = 0;
    for (Extent extent : sources.extents()) {
      read(extent, ByteBuffer.wrap(source, at, extent.length()));
      at += extent.length();
    }
    return source;
  }

  private EncodedTile continued(byte[] tile, Sources sources, byte[] source) {
    byte[] frame = frames.encodeAfter(source, tile);
    return new EncodedTile(new Operation.Prefix(sources, frame.length), frame);
  }

  private Optional<Sources> inPlace(byte[] tile, long offset) throws IOException {
    if (old == null || offset + tile.length > old.layout().volumeSize()
        || tile.length % Extent.BLOCK != 0) {
      return Optional.empty();
    }
    byte[] there = new byte[tile.length];
    old.read(offset, there, 0, there.length);
    return Arrays.equals(tile, there)
        ? Optional.of(new Sources(List.of(new Extent(
            Extent.Space.OLD, offset / Extent.BLOCK, tile.length / Extent.BLOCK))))
        : Optional.empty();
  }

  /** Blocks that make up the whole tile, if there are such. */
  private Optional<Sources> copied(byte[] tile, long offset, List<Match> matches)
      throws IOException {
    List<Match> aligned = matches.stream()
        .filter(match -> match.distance() % Extent.BLOCK == 0)
        .toList();
    if (aligned.isEmpty() || tile.length % Extent.BLOCK != 0) {
      return Optional.empty();
    }
    List<Extent> extents = new ArrayList<>();
    for (int at = 0; at < tile.length; at += Extent.BLOCK) {
      Optional<Extent> block = sameBlock(tile, at, offset, aligned);
      if (block.isEmpty()) {
        return Optional.empty();
      }
      append(extents, block.get());
    }
    return extents.size() > Sources.MAX_EXTENTS
        ? Optional.empty()
        : Optional.of(new Sources(extents));
  }

  private Optional<Extent> sameBlock(byte[] tile, int at, long offset, List<Match> aligned)
      throws IOException {
    ByteBuffer there = ByteBuffer.allocate(Extent.BLOCK);
    for (Match match : aligned) {
      if (match.start() >= at + Extent.BLOCK || match.end() <= at) {
        continue;
      }
      Extent extent = extent(match.space(), offset + at + match.distance());
      if (extent == null || (match.space() == Extent.Space.NEW && extent.offset() >= offset)) {
        continue;
      }
      read(extent, there.clear());
      if (there.flip().equals(ByteBuffer.wrap(tile, at, Extent.BLOCK))) {
        return Optional.of(extent);
      }
    }
    return Optional.empty();
  }

  private @Nullable Extent extent(Extent.Space space, long position) {
    RawVolume source = space == Extent.Space.OLD ? old : volume;
    return source == null || position < 0
        || position + Extent.BLOCK > source.layout().volumeSize()
            ? null
            : new Extent(space, position / Extent.BLOCK, 1);
  }

  private static void append(List<Extent> extents, Extent block) {
    if (!extents.isEmpty()) {
      Extent last = extents.getLast();
      if (last.space() == block.space() && last.endBlock() == block.firstBlock()) {
        extents.set(extents.size() - 1,
            new Extent(last.space(), last.firstBlock(), last.blocks() + 1));
        return;
      }
    }
    extents.add(block);
  }

  private void read(Extent extent, ByteBuffer target) throws IOException {
    RawVolume source = extent.space() == Extent.Space.OLD ? old : volume;
    if (source == null) {
      throw new IllegalStateException("there is no base to read " + extent + " from");
    }
    source.read(extent.offset(), target);
  }

  private static boolean isZero(byte[] tile) {
    return tile[0] == 0 && Arrays.equals(tile, 0, tile.length - 1, tile, 1, tile.length);
  }

  @Override
  public void close() {
    frames.close();
    differences.close();
    codec.close();
    repacking.close();
  }
}
