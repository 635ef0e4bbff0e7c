package dev.bascule.updater.hawkbit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the device has to remember of its server over a restart: {@code hawkbit.json} in its state directory. A cut while it is
 * written leaves the old one; one that cannot be read is as none, and the server says again what it wants.
 *
 * @param errand the action that is going on, or null
 * @param described a digest of the facts that the server was told; empty for none
 */
public record Memory(@Nullable Errand errand, String described) {

  private static final String NAME = "hawkbit.json";
  private static final int MAX_LENGTH = 64 << 10;

  /** Reads it. */
  public static Memory read(Path state) throws IOException {
    try (var stream = Files.newInputStream(state.resolve(NAME))) {
      Members json = Members.of(StrictJson.parse(stream.readNBytes(MAX_LENGTH + 1), MAX_LENGTH));
      return new Memory(json.has("errand") ? errand(json.object("errand")) : null,
          json.string("described"));
    } catch (NoSuchFileException | JsonException e) {
      return new Memory(null, "");
    }
  }

  /** Keeps it. */
  void write(Path state) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("described", described);
    if (errand != null) {
      json.putObject("errand")
          .put("action", errand.action())
          .put("version", errand.version().toString())
          .put("from", errand.from())
          .put("since", errand.since())
          .put("told", errand.told());
    }
    DurableFile.write(state.resolve(NAME), json.toString().getBytes(StandardCharsets.UTF_8));
  }

  Memory with(@Nullable Errand other) {
    return new Memory(other, described);
  }

  Memory describing(String digest) {
    return new Memory(errand, digest);
  }

  private static Errand errand(Members json) throws JsonException {
    return new Errand(Deployment.id(json, "action"),
        json.parsed("version", "a version", Version::parse), json.string("from"),
        json.integer("since", 0, Long.MAX_VALUE), json.string("told"));
  }
}
