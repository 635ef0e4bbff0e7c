package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.tile.TileTable;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a file or a directory of Bascule's is. */
@Command(name = "inspect",
    description = "Show what a file is: an image (image.json or its directory), a tile table, a catalogue, TUF metadata, or a repository's directory. Nothing is verified; for that there is verify.",
    footer = {
        "", "Example: what is in this image?",
        "  bascule-image inspect build/1.4.0"})
final class Inspect extends Step {

  private static final int MAX_LENGTH = 256 << 20;
  private static final byte[] TILE_TABLE = "BASCTILE".getBytes(StandardCharsets.US_ASCII);

  @Parameters(paramLabel = "PATH", description = "A file or a directory.")
  private Path path = Path.of("");

  Inspect(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (Files.isDirectory(path.resolve("metadata"))) {
      return repository();
    }
    Path file = Files.isDirectory(path) ? path.resolve(ImageManifest.FILE_NAME) : path;
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_LENGTH + 1);
    }
    if (startsWith(content, TILE_TABLE)) {
      return tileTable(TileTable.decode(content));
    }
    Members json = StrictJson.parseObject(content, MAX_LENGTH);
    if (json.has("signed")) {
      return MetadataSummary.of(Document.parse(content));
    }
    if (json.has("volumes")) {
      return ImageSummary.of(ManifestJson.decode(content));
    }
    if (json.has("offers")) {
      return catalog(Catalog.decode(content));
    }
    throw new IOException(file + ": expected an image, a tile table, a catalogue or metadata, "
        + "found other JSON");
  }

  private Report repository() throws IOException {
    Published published = Published.read(path);
    ObjectNode json = object().put("kind", "repository");
    List<String> lines = new ArrayList<>(List.of("repository " + path));
    published.roles().forEach((role, metadata) -> {
      json.withObject("/roles")
          .putObject(role)
          .put("version", metadata.version())
          .put("expires", metadata.expires().toString());
      lines.add(String.format("  %-24s version %-6d expires %s", role, metadata.version(),
          metadata.expires()));
    });
    published.targets()
        .forEach((role, metadata) -> metadata.content()
            .targets()
            .keySet()
            .stream()
            .filter(target -> target.endsWith("/" + ImageManifest.FILE_NAME))
            .sorted()
            .forEach(target -> {
              json.withArray("/images").add(target);
              lines.add("  image " + target);
            }));
    OfferList.of(path, published).describe(json, lines, surroundings().clock().instant());
    return Report.of(json, lines);
  }

  private Report catalog(Catalog catalog) {
    ObjectNode json = object().put("kind", "catalogue");
    OfferList.describe(catalog, json, surroundings().clock().instant());
    return Report.of(json, "catalogue " + json.get("channels") + ", withdrawn "
        + json.get("withdrawn"));
  }

  private static Report tileTable(TileTable table) {
    var layout = table.layout();
    return Report.of(object()
        .put("kind", "tile-table")
        .put("volume_size", layout.volumeSize())
        .put("tile_size", layout.tileSize())
        .put("tiles", layout.count()),
        "tile table: " + layout.count() + " tiles of " + layout.tileSize() + " bytes, a volume of "
            + Size.of(layout.volumeSize()) + " (" + layout.volumeSize() + " bytes)");
  }

  private static boolean startsWith(byte[] content, byte[] magic) {
    return content.length >= magic.length
        && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
  }
}
