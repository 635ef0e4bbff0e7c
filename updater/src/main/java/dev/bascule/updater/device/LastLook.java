package dev.bascule.updater.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.updater.check.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the last look at the repository came to, for {@code status}: {@code last-look.json} in the directory for what
 * ends with this boot. Nothing is decided by it.
 *
 * @param version what there was to take up, or null if there was nothing
 * @param summary in words
 */
public record LastLook(Instant at, @Nullable Version version, String summary) {

  private static final String NAME = "last-look.json";
  private static final int MAX_LENGTH = 64 << 10;
  private static final int MAX_SUMMARY = 4096;

  static LastLook of(Selection selection, Instant at) {
    return switch (selection) {
      case Selection.Take take -> new LastLook(at.truncatedTo(ChronoUnit.SECONDS),
          take.image().ref().version(), take.image().ref() + " is there to be installed");
      case Selection.Nothing nothing ->
        new LastLook(at.truncatedTo(ChronoUnit.SECONDS), null, nothing.explanation());
    };
  }

  /** Reads it; empty where it is absent or not what was written. */
  static Optional<LastLook> read(Path run) {
    try (var stream = Files.newInputStream(run.resolve(NAME))) {
      Members json = Members.of(StrictJson.parse(stream.readNBytes(MAX_LENGTH + 1), MAX_LENGTH));
      return Optional.of(new LastLook(json.instant("at"),
          json.has("version") ? json.parsed("version", "a version", Version::parse) : null,
          json.string("summary")));
    } catch (JsonException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes it, if that is possible. A cut does not matter: it is in memory, and about this boot. */
  void write(Path run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("at", UtcSecond.format(at))
        .put("summary", summary.substring(0, Math.min(summary.length(), MAX_SUMMARY)));
    if (version != null) {
      json.put("version", version.toString());
    }
    Path beside = run.resolve(NAME + ".new");
    try {
      Files.write(beside, json.toString().getBytes(StandardCharsets.UTF_8));
      Files.move(beside, run.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Only status misses it.
    }
  }
}
