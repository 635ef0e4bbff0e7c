package dev.bascule.publisher.delta;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.work.OrderedWork;
import dev.bascule.publisher.payload.EncodedTile;
import dev.bascule.publisher.payload.PayloadFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes payloads that use what is there already: of the base volume, for a delta, and of the volume's own tiles before
 * the one that is made. The output depends on the volumes and the settings alone, not on how many processors worked.
 *
 * <p>Memory: at most 128 MiB for each volume's index, whatever its size, and for each thread some 60 MiB of the heap and 100
 * MiB of zstd's.
 *
 * @param level zstd's, 1 to 22
 * @param threads how many tiles are encoded at once
 */
public record DeltaBuilder(int level, int threads, int segmentSize) {

  /** Raise this when tiles are encoded otherwise: what an earlier program left unfinished is then made anew. */
  private static final int ENCODER = 7;

  /** Below this level, speed is what is asked for: a volume's own earlier tiles are not searched. */
  private static final int LEAST_LEVEL_TO_SEARCH_OWN = 6;

  private static final int MIB = 1 << 20;
  /** Of the heap, for the indexes of both volumes and of their packed texts. */
  private static final long INDEXES = 320L * MIB;
  /** And for each thread. */
  private static final long FOR_A_THREAD = 64L * MIB;

  /** What {@code bascule-image delta} does when it is told nothing but a level. */
  public static DeltaBuilder standard(int level) {
    return new DeltaBuilder(level, fittingThreads(), Segments.DEFAULT_SIZE);
  }

  /** As many threads as there are processors and, in the largest heap that the program may have, memory for. */
  public static int fittingThreads() {
    Runtime runtime = Runtime.getRuntime();
    return Math.clamp(
        (runtime.maxMemory() - INDEXES) / FOR_A_THREAD, 1, runtime.availableProcessors());
  }

  /**
   * Writes a payload.
   *
   * @param old the base volume, or null for a payload that needs none
   * @param base what the manifest says of it; null like it
   * @param content the SHA-256 of the volume
   * @param file where the payload goes; what an earlier run left beside it is not made again
   * @param progress is told bytes as they are done: the base's size once, the volume's size twice
   */
  public Payload build(@Nullable RawVolume old, @Nullable BaseVolume base, RawVolume volume,
      Sha256 content, Path file, LongConsumer progress) throws IOException {
    try (PayloadFile payload = PayloadFile.open(file, volume.layout(), segmentSize,
        key(base, volume, content), base == null ? 0 : base.size());
        TextPair texts = TextPair.find(old, volume, file.resolveSibling(""))) {
      addTiles(old, volume, texts, payload, progress);
      return payload.finish(base == null ? Payload.FULL : Payload.DELTA, base);
    }
  }

  private void addTiles(@Nullable RawVolume old, RawVolume volume, @Nullable TextPair texts,
      PayloadFile payload, LongConsumer progress) throws IOException {
    AnchorIndex oldAnchors = old == null ? null : AnchorIndex.of(old, progress);
    AnchorIndex ownAnchors = ownAnchors(volume, progress);
    int made = payload.count();
    try (OrderedWork<TileEncoder, EncodedTile> work = new OrderedWork<>(threads,
        () -> encoder(old, oldAnchors, volume, ownAnchors, texts), payload::add)) {
      for (int tile = 0; tile < volume.layout().count(); tile++) {
        int index = tile;
        if (index >= made) {
          work.submit(encoder -> encoder.encode(index));
        }
        progress.accept(volume.layout().length(tile));
      }
      work.finish();
    }
  }

  /**
   * Tiles of a delta are made of the base as long as that has what they need: whoever makes the volume of a release between, tile by tile
   * and out of order, would have to make the tiles that a tile is made of, and those that these are made of.
   */
  private TileEncoder encoder(@Nullable RawVolume old, @Nullable AnchorIndex oldAnchors,
      RawVolume volume, @Nullable AnchorIndex ownAnchors, @Nullable TextPair texts) {
    MatchFinder all = new MatchFinder(oldAnchors, ownAnchors);
    return oldAnchors == null || ownAnchors == null
        ? new TileEncoder(old, volume, all, null, texts, level)
        : new TileEncoder(old, volume, new MatchFinder(oldAnchors, null), all, texts, level);
  }

  /** All that decides a payload's bytes, but for the number of threads and the size of segments, which do not decide a tile's. */
  private Sha256 key(@Nullable BaseVolume base, RawVolume volume, Sha256 content) {
    String of = base == null ? "nothing" : base.sha256() + " " + base.size();
    String words = "%d: %s from %s, %s, level %d".formatted(
        ENCODER, content, of, volume.layout(), level);
    return Sha256.digest(words.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable AnchorIndex ownAnchors(RawVolume volume, LongConsumer progress)
      throws IOException {
    if (level < LEAST_LEVEL_TO_SEARCH_OWN) {
      progress.accept(volume.layout().volumeSize());
      return null;
    }
    return AnchorIndex.of(volume, progress);
  }
}
