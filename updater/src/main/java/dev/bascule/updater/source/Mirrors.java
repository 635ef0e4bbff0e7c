package dev.bascule.updater.source;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.origin.PieceFilter;
import dev.bascule.image.origin.Tagged;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several places that hold the same repository, asked in their order. One that fails, by what it says or in the middle
 * of a file, goes behind the others for a while; one that asks to be left alone is. A file is absent if none of those
 * that answer has it. Everything is verified elsewhere: a place can be bad, but it cannot do harm.
 *
 * <p>Used by one thread, but for the streams.
 */
public final class Mirrors implements Origin {

  /** How long a place that failed comes last. */
  static final Duration SHUNNED = Duration.ofMinutes(10);

  private final List<Origin> places;
  private final LongSupplier nanoTime;
  private final Standing[] standings;
  private final BitSet givenUp = new BitSet();
  private int last;

  /** What is known of a place: nothing bad, or when and why it failed. */
  private record Standing(long until, @Nullable IOException failure, boolean leftAlone) {
    static final Standing GOOD = new Standing(0, null, false);
  }

  /** At least one place; the first is asked first. */
  public Mirrors(List<? extends Origin> places, LongSupplier nanoTime) {
    this.places = List.copyOf(places);
    this.nanoTime = nanoTime;
    this.standings = new Standing[places.size()];
    Arrays.fill(standings, Standing.GOOD);
  }

  @Override
  public String name() {
    return places.get(last).name();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    return ask(place -> place.open(path, offset), this::watched);
  }

  @Override
  public Optional<Body> open(String path, long offset, long length) throws IOException {
    return ask(place -> place.open(path, offset, length), this::watched);
  }

  /** A tag is asked about where it comes from, and means nothing elsewhere. */
  @Override
  public Optional<Tagged> openUnless(String path, String tag) throws IOException {
    return ask(place -> place.openUnless(path, tag), (answer, place) -> {
      Body body = answer.body();
      return body == null ? answer : new Tagged(watched(body, place), answer.tag());
    });
  }

  private Body watched(Body body, int place) {
    return new Body(new Watched(body.stream(), place), body.start());
  }

  /** What a place is asked. */
  private interface Question<T> {
    Optional<T> ask(Origin place) throws IOException;
  }

  private <T> Optional<T> ask(Question<T> question, BiFunction<T, Integer, T> watch)
      throws IOException {
    boolean absent = false;
    List<IOException> failures = new ArrayList<>();
    for (int place : order()) {
      Standing standing = standing(place);
      if (standing.leftAlone() && standing.failure() != null) {
        failures.add(standing.failure());
        continue;
      }
      try {
        Optional<T> answer = question.ask(places.get(place));
        if (answer.isPresent()) {
          last = place;
          return answer.map(given -> watch.apply(given, place));
        }
        absent = true;
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failed(place, e);
        failures.add(e);
      }
    }
    if (absent) {
      return Optional.empty();
    }
    givenUp.set(0, places.size());
    throw all(failures);
  }

  @Override
  public boolean goElsewhere() {
    failed(last, new IOException(places.get(last).name() + ": what it gave cannot be used"));
    givenUp.set(last);
    return givenUp.cardinality() < places.size();
  }

  /** Those that are in good standing first, then those that have been bad for longest. */
  private List<Integer> order() {
    return IntStream.range(0, places.size())
        .boxed()
        .sorted(Comparator.comparingLong(
            place -> standing(place).failure() == null ? Long.MIN_VALUE : standing(place).until()))
        .toList();
  }

  private synchronized Standing standing(int place) {
    Standing standing = standings[place];
    return standing.failure() != null && standing.until() - nanoTime.getAsLong() > 0
        ? standing
        : Standing.GOOD;
  }

  private synchronized void failed(int place, IOException failure) {
    Optional<Duration> asked = failure instanceof HttpStatusException status
        ? status.retryAfter()
        : Optional.empty();
    standings[place] = new Standing(
        nanoTime.getAsLong() + asked.orElse(SHUNNED).toNanos(), failure, asked.isPresent());
  }

  /** One exception for those of all places, which says when the first of them may be asked again. */
  private static IOException all(List<IOException> failures) {
    if (failures.size() == 1) {
      return failures.getFirst();
    }
    String message = failures.stream()
        .map(failure -> String.valueOf(failure.getMessage()))
        .collect(Collectors.joining("; ", "none of the mirrors answers: ", ""));
    IOException all = failures.stream()
        .filter(HttpStatusException.class::isInstance)
        .map(HttpStatusException.class::cast)
        .min(Comparator.comparing(status -> status.retryAfter().orElse(RetryAfter.LONGEST)))
        .<IOException>map(status -> new HttpStatusException(message, status.status(),
            status.retryAfter().orElse(null)))
        .orElseGet(() -> new IOException(message));
    failures.forEach(all::addSuppressed);
    return all;
  }

  /** Has a place that breaks off come last. */
  private final class Watched extends PieceFilter {
    private final int place;

    Watched(InputStream stream, int place) {
      super(stream);
      this.place = place;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failed(place, e);
        throw e;
      }
    }
  }
}
