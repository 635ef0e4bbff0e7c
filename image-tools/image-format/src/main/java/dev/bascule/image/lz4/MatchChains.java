package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the longest match of a place among the places before it that begin with the same four bytes, as liblz4's packer of
 * level 9 does: the nearest first, at most {@value #ATTEMPTS} of them, and of a run of one byte the place from which the
 * most of it is alike.
 *
 * <p>One thread uses one; it holds some 400 KiB.
 */
final class MatchChains {

  private static final int ATTEMPTS = 256;
  private static final int HASH_BITS = 15;
  private static final int HASH_FACTOR = 0x9E3779B1;
  private static final int CHAIN = 1 << 16;
  private static final int NONE = -1;
  private static final int ONE_BYTE_FOUR_TIMES = 0x01010101;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] heads = new int[1 << HASH_BITS];
  /** For each place, by its lowest 16 bits, how far before it the next one with its hash is. */
  private final char[] chain = new char[CHAIN];
  private byte[] text = {};
  private int first;
  private int end;
  private int inserted;
  private long work;

  private int start;
  private int from;
  private int length;

  /** Says how many bytes may be compared from now on. */
  void allow(long bytes) {
    work = bytes;
  }

  /**
   * Takes up another text.
   *
   * @param newFirst the first place that a match may be made from
   * @param newEnd where matches end at the latest
   */
  void begin(byte[] newText, int newFirst, int newEnd) {
    text = newText;
    first = newFirst;
    end = newEnd;
    inserted = newFirst;
    Arrays.fill(heads, NONE);
  }

  /**
   * Looks for a match that is longer than a length, contains a place, and begins at or after another.
   *
   * @param at four bytes from here on are before the end
   * @param low where it begins at the earliest
   * @param than the length to exceed; less than {@link Match#LEAST} finds any
   * @return the first of the longest, or null if there is none
   */
  @Nullable
  Match longer(int at, int low, int than) throws MalformedDifferenceException {
    insertBefore(at);
    length = than;
    int word = word(at);
    int candidate = heads[hash(word)];
    while (candidate >= at) {
      candidate -= chain[candidate & (CHAIN - 1)]; // an earlier search was further on
    }
    if (isRun(word)) {
      searchRuns(at, low, word, candidate);
    } else {
      search(at, low, word, candidate);
    }
    return length == than ? null : new Match(start, from, length);
  }

  private void search(int at, int low, int word, int nearest) throws MalformedDifferenceException {
    byte[] bytes = text;
    char[] steps = chain;
    int lowest = Math.max(first, at - Match.FARTHEST);
    int needed = needed(at, low);
    int held = (int) INT.get(bytes, needed);
    int candidate = nearest;
    for (int attempts = ATTEMPTS; candidate >= lowest && attempts > 0; attempts--) {
      if ((int) INT.get(bytes, needed - at + candidate) == held
          && (int) INT.get(bytes, candidate) == word) {
        take(at, low, candidate);
        needed = needed(at, low);
        held = (int) INT.get(bytes, needed);
      }
      candidate -= steps[candidate & (CHAIN - 1)];
    }
  }

  private void searchRuns(int at, int low, int word, int nearest)
      throws MalformedDifferenceException {
    int lowest = Math.max(first, at - Match.FARTHEST);
    int run = 0;
    int candidate = nearest;
    for (int attempts = ATTEMPTS; candidate >= lowest && attempts > 0; attempts--) {
      int needed = needed(at, low);
      if (word(needed) == word(needed - at + candidate) && word(candidate) == word) {
        take(at, low, candidate);
      }
      int step = chain[candidate & (CHAIN - 1)];
      if (step == 1 && candidate - 1 >= lowest && word(candidate - 1) == word) {
        run = run == 0 ? runFrom(at) : run;
        candidate = inRun(at, low, candidate - 1, lowest, run);
      } else {
        candidate -= step;
      }
    }
  }

  /** Where four bytes begin that every match holds that is longer than the best so far. */
  private int needed(int at, int low) {
    return Math.max(at, low + length + 1 - Integer.BYTES);
  }

  private void take(int at, int low, int candidate) throws MalformedDifferenceException {
    int lookBack = at - low;
    int back = 0;
    while (back < lookBack && candidate - back > first
        && text[at - back - 1] == text[candidate - back - 1]) {
      back++;
    }
    int forward = alike(at, candidate, Match.LEAST);
    if (back + forward > length) {
      length = back + forward;
      start = at - back;
      from = candidate - back;
    }
    spend(back + forward);
  }

  /**
   * The next place to look at in a run of one byte that also begins at {@code at}: where as much of the run is left as at
   * {@code at}, or else where the run begins.
   */
  private int inRun(int at, int low, int candidate, int lowest, int run)
      throws MalformedDifferenceException {
    int forward = runFrom(candidate);
    int back = runBefore(candidate, lowest);
    spend(back + forward);
    if (back + forward >= run && forward <= run) {
      return candidate + forward - run;
    }
    int begin = candidate - back;
    if (at > low) {
      return begin;
    }
    int alike = Math.min(back + forward, run);
    if (length < alike) {
      length = alike;
      start = at;
      from = begin;
    }
    return begin - chain[begin & (CHAIN - 1)];
  }

  /** How long the run of one byte is that begins at a place: each of its bytes is like the one before it. */
  private int runFrom(int at) {
    return 1 + alike(at + 1, at, 0);
  }

  /** How many bytes before a place are like the one that is there. */
  private int runBefore(int at, int lowest) {
    int from = at;
    for (; from - Long.BYTES >= lowest; from -= Long.BYTES) {
      long differing = (long) LONG.get(text, from - Long.BYTES)
          ^ (long) LONG.get(text, from + 1 - Long.BYTES);
      if (differing != 0) {
        return at - from + Long.numberOfLeadingZeros(differing) / Byte.SIZE;
      }
    }
    while (from > lowest && text[from - 1] == text[at]) {
      from--;
    }
    return at - from;
  }

  /** How many bytes from two places on are alike, of which some are known to be. */
  private int alike(int at, int candidate, int known) {
    int count = known;
    while (at + count + Long.BYTES <= end) {
      long differing = (long) LONG.get(text, at + count) ^ (long) LONG.get(text, candidate + count);
      if (differing != 0) {
        return count + Long.numberOfTrailingZeros(differing) / Byte.SIZE;
      }
      count += Long.BYTES;
    }
    while (at + count < end && text[at + count] == text[candidate + count]) {
      count++;
    }
    return count;
  }

  private void insertBefore(int at) {
    for (; inserted < at; inserted++) {
      int hash = hash(word(inserted));
      int before = heads[hash];
      int distance = before == NONE ? CHAIN : inserted - before;
      chain[inserted & (CHAIN - 1)] = (char) Math.min(distance, Match.FARTHEST);
      heads[hash] = inserted;
    }
  }

  private void spend(int compared) throws MalformedDifferenceException {
    work -= compared;
    if (work < 0) {
      throw new MalformedDifferenceException(
          "packing compares more bytes than any packed text needs");
    }
  }

  private static boolean isRun(int word) {
    return word == (word & 0xff) * ONE_BYTE_FOUR_TIMES;
  }

  private int word(int at) {
    return (int) INT.get(text, at);
  }

  private static int hash(int word) {
    return (word * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
  }
}
