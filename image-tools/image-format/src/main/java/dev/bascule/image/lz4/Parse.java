package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The matches that liblz4 packs a text with at level 9, which is what {@code lz4 -9} and so the build of Linux use. A match
 * gives way to a longer one that begins within it, and where three overlap, each is cut to what pays.
 *
 * <p>It is a guess of what stands in a packed text. Who knows better says so by {@link #take}, and the next guess goes on
 * from there. One thread uses one.
 */
final class Parse {

  /** liblz4 does not begin a match later than so many bytes before the end. */
  private static final int LAST_START = 12;
  /** The last bytes of a text are literals. */
  private static final int LAST_LITERALS = 5;
  /** A match that is longer than this needs another byte for its length. */
  private static final int SHORT = 18;
  private static final int LEAST_BEFORE = 3;

  private final MatchChains chains = new MatchChains();
  private final Queue<Match> ready = new ArrayDeque<>();
  private int lastStart;
  private int at;
  private @Nullable Match current;
  private @Nullable Match original;
  private @Nullable Match second;

  /** Says how many bytes may be compared from now on before {@link MalformedDifferenceException} is thrown. */
  void allow(long bytes) {
    chains.allow(bytes);
  }

  /**
   * Takes up a text.
   *
   * @param first where the packed text begins, or as much before {@code from} as a match may reach
   * @param from where the first match to guess begins at the earliest
   * @param end where the packed text ends, or some bytes behind the last match to guess
   */
  void begin(byte[] text, int first, int from, int end) {
    chains.begin(text, first, end - LAST_LITERALS);
    lastStart = end - LAST_START;
    restart(from);
  }

  /** Guesses the next match; null if there is none to the end. */
  @Nullable
  Match next() throws MalformedDifferenceException {
    while (ready.isEmpty()) {
      Match begun = current;
      if (begun == null) {
        begun = search();
        original = begun;
      }
      if (begun == null) {
        return null;
      }
      Match following = second;
      if (following == null) {
        follow(begun);
      } else {
        overlap(begun, following);
      }
    }
    return ready.remove();
  }

  /** Takes a match for the next one, whatever was guessed. */
  void take(Match actual) {
    restart(actual.end());
  }

  private void restart(int from) {
    ready.clear();
    goOn(from);
  }

  /** Looks for matches from a place on. */
  private void goOn(int from) {
    at = from;
    current = null;
    original = null;
    second = null;
  }

  private @Nullable Match search() throws MalformedDifferenceException {
    for (; at <= lastStart; at++) {
      Match found = chains.longer(at, at, Match.LEAST - 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void follow(Match begun) throws MalformedDifferenceException {
    Match found = begun.end() <= lastStart
        ? chains.longer(begun.end() - 2, begun.start(), begun.length())
        : null;
    if (found == null) {
      ready.add(begun);
      goOn(begun.end());
      return;
    }
    Match first = begun;
    Match before = original;
    if (before != null && before.start() < begun.start()
        && found.start() < begun.start() + before.length()) {
      first = before;
    }
    current = first;
    if (found.start() - first.start() < LEAST_BEFORE) {
      current = found;
    } else {
      second = found;
    }
  }

  private void overlap(Match first, Match following) throws MalformedDifferenceException {
    Match next = following;
    if (next.start() - first.start() < SHORT) {
      int kept = Math.min(Math.min(first.length(), SHORT),
          next.end() - Match.LEAST - first.start());
      next = next.after(first.start() + kept);
    }
    Match third = next.end() <= lastStart
        ? chains.longer(next.end() - LEAST_BEFORE, next.start(), next.length())
        : null;
    if (third == null) {
      ready.add(first.before(next.start()));
      ready.add(next);
      goOn(next.end());
    } else if (third.start() >= first.end() + LEAST_BEFORE) {
      ready.add(first.before(next.start()));
      current = next;
      second = third;
    } else if (third.start() >= first.end()) {
      Match rest = next.after(first.end());
      ready.add(first);
      current = third;
      original = rest.length() < Match.LEAST ? third : rest;
      second = null;
    } else {
      current = first;
      second = third;
    }
  }
}
