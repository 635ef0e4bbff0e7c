package dev.bascule.updater.hawkbit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the server was polled last, and how long it asked to be left alone: {@code hawkbit-poll.json} in the directory for what
 * ends with this boot.
 *
 * @param at in whole seconds
 */
public record PollTime(Instant at, Duration sleep) {

  private static final String NAME = "hawkbit-poll.json";
  private static final int MAX_LENGTH = 4 << 10;

  /** Reads it; empty where it is absent or not what was written. */
  public static Optional<PollTime> read(Path run) {
    try (var stream = Files.newInputStream(run.resolve(NAME))) {
      Members json = Members.of(StrictJson.parse(stream.readNBytes(MAX_LENGTH + 1), MAX_LENGTH));
      return Optional.of(new PollTime(
          Instant.ofEpochSecond(json.integer("at", 0, Integer.MAX_VALUE * 4L)),
          Duration.ofSeconds(json.integer("sleep", 0, Poll.LONGEST.toSeconds()))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes it, if that is possible; where not, the server is asked sooner. */
  void write(Path run) {
    try {
      Files.write(run.resolve(NAME), JsonNodeFactory.instance.objectNode()
          .put("at", at.getEpochSecond())
          .put("sleep", sleep.toSeconds())
          .toString()
          .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Said above.
    }
  }

  /** Whether the server may be asked; also when the clock was set back, since it is not known then. */
  public boolean due(Instant now) {
    return now.isBefore(at) || !now.isBefore(next());
  }

  /** From when on the server may be asked. */
  public Instant next() {
    return at.plus(sleep);
  }
}
