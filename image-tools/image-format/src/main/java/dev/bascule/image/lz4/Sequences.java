package dev.bascule.image.lz4;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where the sequences of a packed text stand, and what each of them unpacks to. */
public final class Sequences {

  /** Bytes behind a run that let {@link Parse} guess its last matches: they may give way to later ones. */
  private static final int LOOK_AHEAD = 512;

  private final long packed;
  private int[] places = new int[1 << 12];
  private int[] texts = new int[1 << 12];
  private int[] literals = new int[1 << 12];
  private int[] distances = new int[1 << 12];
  private int count;
  private int matching;

  private Sequences(long packed) {
    this.packed = packed;
  }

  /**
   * Reads a packed text.
   *
   * @param packed where it begins in the volume
   * @param packedEnd where it ends
   */
  public static Sequences read(VolumeReader volume, long packed, long packedEnd)
      throws IOException {
    Sequences sequences = new Sequences(packed);
    sequences.put(0, 0);
    new Unpacker(volume, sequences::add).walk(packed, packedEnd);
    return sequences;
  }

  /**
   * The sequences that stand wholly between two places of the volume, but for one without a match.
   *
   * @param from where the tile begins
   * @param to where it ends
   * @return nothing if there are none
   */
  public Optional<PackedRun> within(long from, long to) {
    int first = firstAtOrAfter(from);
    int end = Math.min(matching, firstAtOrAfter(to + 1) - 1);
    if (first >= end) {
      return Optional.empty();
    }
    List<Match> matches = new ArrayList<>();
    for (int i = first; i < end; i++) {
      int start = texts[i] + literals[i];
      matches.add(new Match(start, start - distances[i], texts[i + 1] - start));
    }
    return Optional.of(new PackedRun((int) (packed + places[first] - from),
        (int) (packed + places[end] - from), Math.max(0, texts[first] - Match.FARTHEST),
        texts[first], Math.min(texts[count], texts[end] + LOOK_AHEAD), matches));
  }

  private int firstAtOrAfter(long place) {
    int wanted = Math.clamp(place - packed, 0, Integer.MAX_VALUE);
    int found = Arrays.binarySearch(places, 0, count + 1, wanted);
    return found >= 0 ? found : -found - 1;
  }

  private void add(long begin, long end, int literal, int matched, int distance) {
    literals[count] = literal;
    distances[count] = distance;
    int next = texts[count] + literal + matched;
    count++;
    matching = matched > 0 ? count : matching;
    put((int) (end - packed), next);
  }

  private void put(int place, int text) {
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
      texts = Arrays.copyOf(texts, 2 * count);
      literals = Arrays.copyOf(literals, 2 * count);
      distances = Arrays.copyOf(distances, 2 * count);
    }
    places[count] = place;
    texts[count] = text;
  }
}
