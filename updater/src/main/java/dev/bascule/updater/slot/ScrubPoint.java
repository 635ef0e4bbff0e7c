package dev.bascule.updater.slot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far a scrub of a slot has come: {@code slots/A.scrub.json}. It is about one image; of another one it says nothing.
 *
 * @param role the volume that is being read; those before it in the image are done
 * @param tile the next one to read
 * @param damaged tiles that were found wrong so far, in all volumes
 */
public record ScrubPoint(Sha256 image, String role, int tile, int damaged) {

  private static final int MAX_LENGTH = 4096;

  /** Reads it; empty where there is none for this image, or none that makes sense. */
  public static Optional<ScrubPoint> read(Path file, Sha256 image) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      Members json = Members.of(StrictJson.parse(stream.readNBytes(MAX_LENGTH + 1), MAX_LENGTH));
      ScrubPoint point = new ScrubPoint(json.sha256("manifest_sha256"), json.string("role"),
          (int) json.integer("tile", 0, Integer.MAX_VALUE),
          (int) json.integer("damaged", 0, Integer.MAX_VALUE));
      return Optional.of(point).filter(found -> found.image().equals(image));
    } catch (NoSuchFileException | JsonException e) {
      return Optional.empty();
    }
  }

  /** Writes it. A cut leaves the point before or this one. */
  public void write(Path file) throws IOException {
    DurableFile.write(file, JsonNodeFactory.instance.objectNode()
        .put("manifest_sha256", image.toString())
        .put("role", role)
        .put("tile", tile)
        .put("damaged", damaged)
        .toString()
        .getBytes(StandardCharsets.UTF_8));
  }
}
