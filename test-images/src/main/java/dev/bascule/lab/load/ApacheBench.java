package dev.bascule.lab.load;

import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Apache's load generator, {@code ab}: asks for one URL many times.
 *
 * @param requests how many
 * @param together how many at a time
 * @param kept whether connections are kept; otherwise each request has one of its own, as devices' looks have
 */
record ApacheBench(int requests, int together, boolean kept) {

  private static final Tool AB = new Tool("ab", "apache2-utils");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * Asks for a file that is held already.
   *
   * @param tag the entity tag of what is held
   * @throws IOException if any answer is other than 304
   */
  void askUnless(String url, String tag) throws IOException {
    List<String> words = new ArrayList<>(List.of("-q", "-n", Integer.toString(requests), "-c",
        Integer.toString(together), "-H", "If-None-Match: " + tag));
    if (kept) {
      words.add("-k");
    }
    words.add(url);
    Outcome outcome = AB.command(words).within(LIMIT).run();
    long complete = number(outcome, "Complete requests: +([0-9]{1,18})");
    long notModified = number(outcome, "Non-2xx responses: +([0-9]{1,18})");
    if (complete != requests || notModified != requests) {
      throw new IOException("ab: expected " + requests + " answers 304, found " + notModified
          + " of " + complete + "\n" + outcome);
    }
  }

  private static long number(Outcome outcome, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(outcome.output());
    if (!matcher.find()) {
      throw new IOException("ab: expected '" + pattern + "' in what it says, found " + outcome);
    }
    return Long.parseLong(matcher.group(1));
  }
}
