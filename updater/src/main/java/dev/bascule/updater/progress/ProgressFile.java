package dev.bascule.updater.progress;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code progress.json} in the directory for what ends with this boot: how far the command at work has come, for other
 * processes. Nothing is decided by it, and nothing is lost with it.
 */
public final class ProgressFile {

  private static final String NAME = "progress.json";
  private static final int MAX_LENGTH = 4096;

  private final Path run;

  /** The file in a directory. */
  public ProgressFile(Path run) {
    this.run = run;
  }

  /** Writes it, if that is possible. */
  public void write(Progress progress) {
    Path beside = run.resolve(NAME + ".new");
    try {
      Files.write(beside, json(progress).toString().getBytes(StandardCharsets.UTF_8));
      Files.move(beside, run.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Only those who watch miss it.
    }
  }

  /** Removes it, if that is possible. */
  public void delete() {
    try {
      Files.deleteIfExists(run.resolve(NAME));
    } catch (IOException e) {
      // It says what was; who is at work is said by the lock.
    }
  }

  /** What it says; nothing where it is absent or not what was written. */
  public Progress read() {
    try (var stream = Files.newInputStream(run.resolve(NAME))) {
      Members json = Members.of(StrictJson.parse(stream.readNBytes(MAX_LENGTH + 1), MAX_LENGTH));
      return new Progress(json.string("verb"), json.string("phase"), json.string("role"),
          json.integer("done", 0, Long.MAX_VALUE), json.integer("total", 0, Long.MAX_VALUE),
          json.integer("rate", 0, Long.MAX_VALUE),
          json.has("seconds_left") ? json.integer("seconds_left", 0, Long.MAX_VALUE) : -1);
    } catch (JsonException e) {
      return Progress.NONE;
    } catch (IOException e) {
      return Progress.NONE;
    }
  }

  /** As it stands in the file, and in what machines read. */
  public static ObjectNode json(Progress progress) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("verb", progress.verb())
        .put("phase", progress.phase())
        .put("role", progress.role())
        .put("done", progress.done())
        .put("total", progress.total())
        .put("rate", progress.rate());
    return progress.secondsLeft() < 0 ? json : json.put("seconds_left", progress.secondsLeft());
  }
}
