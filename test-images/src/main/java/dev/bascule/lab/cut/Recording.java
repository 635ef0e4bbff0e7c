package dev.bascule.lab.cut;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file system before a guest changed it, and all that the guest asked of its disk.
 *
 * @param before the medium's bytes
 */
public record Recording(ByteBuffer before, List<DiskEvent> events) {

  private static final int SECTOR = 512;
  /** Of so many changed sectors every subset is tried; of more, prefixes, single ones and a sample. */
  private static final int ALL_SUBSETS = 9;
  private static final int SAMPLES = 200;
  private static final long SEED = 1;

  public Recording {
    before = before.asReadOnlyBuffer();
    events = List.copyOf(events);
  }

  /** Looks at one medium that a cut can leave. */
  @FunctionalInterface
  public interface Judge<E extends Exception> {

    /**
     * Looks.
     *
     * @param moment the last mark before the cut
     * @param medium its own
     */
    void look(String moment, byte[] medium) throws E;
  }

  /**
   * Shows every medium that a cut can leave, each once between two marks: all that was flushed is there; of what was
   * written after the last flush any sector can be there or not, whole, for a disk writes in any order.
   *
   * @return how many were shown
   */
  public <E extends Exception> int forEachCut(Judge<E> judge) throws E {
    byte[] durable = bytes(before);
    SortedMap<Long, byte[]> written = new TreeMap<>();
    List<List<Long>> prefixes = new ArrayList<>();
    Set<ByteBuffer> seen = new HashSet<>();
    String moment = "";
    int shown = 0;
    for (DiskEvent event : events) {
      switch (event) {
        case DiskEvent.Mark(var text) -> {
          shown += show(moment, durable, written, prefixes, seen, judge);
          seen.clear();
          moment = text;
        }
        case DiskEvent.Write(var position, var content) -> {
          for (int at = 0; at + SECTOR <= content.remaining(); at += SECTOR) {
            long sector = (position + at) / SECTOR;
            byte[] old = written.put(sector, bytes(content.slice(at, SECTOR)));
            if (old != null) {
              // The sector's earlier content could be what is left.
              shown += show(moment, durable, with(written, sector, old), prefixes, seen, judge);
            }
            prefixes.add(List.copyOf(written.keySet()));
          }
        }
        case DiskEvent.Flush() -> {
          shown += show(moment, durable, written, prefixes, seen, judge);
          apply(durable, written, written.keySet());
          written.clear();
          prefixes.clear();
        }
      }
    }
    return shown + show(moment, durable, written, prefixes, seen, judge);
  }

  private static <E extends Exception> int show(String moment, byte[] durable,
      SortedMap<Long, byte[]> written, List<List<Long>> prefixes, Set<ByteBuffer> seen,
      Judge<E> judge) throws E {
    int shown = 0;
    for (var kept : choices(List.copyOf(written.keySet()), prefixes)) {
      byte[] medium = durable.clone();
      apply(medium, written, kept);
      if (seen.add(ByteBuffer.wrap(medium))) {
        judge.look(moment, medium.clone());
        shown++;
      }
    }
    return shown;
  }

  /** Which sectors are kept of those that are not flushed. */
  private static List<List<Long>> choices(List<Long> sectors, List<List<Long>> prefixes) {
    List<List<Long>> choices = new ArrayList<>(prefixes);
    choices.add(sectors);
    if (sectors.size() <= ALL_SUBSETS) {
      for (int mask = 0; mask < 1 << sectors.size(); mask++) {
        int chosen = mask;
        choices.add(pick(sectors, i -> (chosen >> i & 1) == 1));
      }
      return choices;
    }
    choices.add(List.of());
    Random random = new Random(SEED);
    for (int i = 0; i < sectors.size(); i++) {
      int at = i;
      choices.add(pick(sectors, k -> k == at));
      choices.add(pick(sectors, k -> k != at));
    }
    for (int i = 0; i < SAMPLES; i++) {
      choices.add(pick(sectors, _ -> random.nextBoolean()));
    }
    return choices;
  }

  private static List<Long> pick(List<Long> sectors, java.util.function.IntPredicate wanted) {
    List<Long> picked = new ArrayList<>();
    for (int i = 0; i < sectors.size(); i++) {
      if (wanted.test(i)) {
        picked.add(sectors.get(i));
      }
    }
    return picked;
  }

  private static SortedMap<Long, byte[]> with(SortedMap<Long, byte[]> written, long sector,
      byte[] content) {
    SortedMap<Long, byte[]> other = new TreeMap<>(written);
    other.put(sector, content);
    return other;
  }

  private static void apply(byte[] medium, SortedMap<Long, byte[]> written,
      Iterable<Long> sectors) {
    for (long sector : sectors) {
      byte[] content = written.get(sector);
      if (content != null) {
        System.arraycopy(content, 0, medium, (int) (sector * SECTOR), SECTOR);
      }
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
