package dev.bascule.image.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.QuotedText;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.verity.VerityParameters;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.json}, both ways. Reading is strict about what it knows and ignores members that it does not: a later
 * format that must not be read by an older device says so with a higher {@code format}. Writing gives canonical
 * JSON: the same manifest is the same bytes.
 */
public final class ManifestJson {

  private static final int FORMAT = 1;
  private static final int MAX_PAYLOADS = 64;
  private static final int MAX_SEGMENTS = 1 << 17;

  private ManifestJson() {}

  /** Reads a manifest whose bytes were verified. */
  public static ImageManifest decode(byte[] document) throws JsonException {
    Members image = Members.of(StrictJson.parse(document, ImageManifest.MAX_LENGTH));
    image.integer("format", FORMAT, FORMAT);
    List<VolumeImage> volumes = new ArrayList<>();
    for (Members volume : image.objects("volumes", ImageManifest.MAX_VOLUMES)) {
      volumes.add(volume(volume));
    }
    return valid(image, () -> new ImageManifest(
        image.string("name"),
        image.parsed("version", "a version", Version::parse),
        image.instant("built"),
        image.strings("compatible", ImageManifest.MAX_COMPATIBLE),
        image.integer("release", 0, Long.MAX_VALUE),
        image.integer("floor", 0, Long.MAX_VALUE),
        image.has("minimum_version")
            ? image.parsed("minimum_version", "a version", Version::parse)
            : null,
        image.optionalString("notes").orElse(""),
        volumes));
  }

  /** The bytes that {@link #decode} reads. */
  public static byte[] encode(ImageManifest image) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("format", FORMAT)
        .put("name", image.name())
        .put("version", image.version().toString())
        .put("built", image.built().toString())
        .put("release", image.release())
        .put("floor", image.floor())
        .put("notes", image.notes());
    image.compatible().forEach(json.putArray("compatible")::add);
    Version minimum = image.minimumVersion();
    if (minimum != null) {
      json.put("minimum_version", minimum.toString());
    }
    ArrayNode volumes = json.putArray("volumes");
    image.volumes().forEach(volume -> volumes.add(json(volume)));
    return CanonicalJson.encode(json);
  }

  private static VolumeImage volume(Members json) throws JsonException {
    List<Payload> payloads = new ArrayList<>();
    for (Members payload : json.objects("payloads", MAX_PAYLOADS)) {
      payloads.add(payload(payload));
    }
    List<ChainLink> links = new ArrayList<>();
    if (json.has("links")) {
      for (Members link : json.objects("links", VolumeImage.MAX_LINKS)) {
        links.add(link(link));
      }
    }
    Members tiles = json.object("tiles");
    Members verity = json.optionalObject("verity").orElse(null);
    return valid(json, () -> new VolumeImage(
        json.string("role"),
        new TileLayout(
            json.integer("size", 1, Long.MAX_VALUE),
            (int) tiles.integer("tile_size", 1, Integer.MAX_VALUE)),
        json.sha256("sha256"),
        file(tiles),
        verity == null ? null : verity(verity),
        payloads,
        links));
  }

  private static ChainLink link(Members json) throws JsonException {
    Members target = json.object("target");
    Payload delta = payload(json.object("delta"));
    return valid(json, () -> new ChainLink(
        json.parsed("version", "a version", Version::parse), base(target), delta));
  }

  private static BaseVolume base(Members json) throws JsonException {
    return new BaseVolume(json.sha256("sha256"), json.integer("size", 1, Long.MAX_VALUE));
  }

  private static Verity verity(Members json) throws JsonException {
    return valid(json, () -> new Verity(
        new VerityParameters(
            HexFormat.of().formatHex(json.hex("salt")),
            json.parsed("uuid", "a UUID", UUID::fromString),
            json.integer("data_blocks", 1, Long.MAX_VALUE)),
        json.sha256("root_hash")));
  }

  private static Payload payload(Members json) throws JsonException {
    ImageFile file = file(json);
    Members base = json.optionalObject("base").orElse(null);
    return valid(json, () -> new Payload(
        json.string("kind"),
        base == null ? null : base(base),
        file,
        new Segments(file.length(),
            (int) json.integer("segment_size", 1, Integer.MAX_VALUE),
            json.strings("segments", MAX_SEGMENTS).stream().map(Sha256::parse).toList())));
  }

  private static ImageFile file(Members json) throws JsonException {
    return valid(json, () -> new ImageFile(
        json.string("file"), json.integer("length", 0, Long.MAX_VALUE), json.sha256("sha256")));
  }

  private static JsonNode json(VolumeImage volume) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("role", volume.role())
        .put("size", volume.size())
        .put("sha256", volume.sha256().toString());
    putFile(json.putObject("tiles"), volume.tiles()).put("tile_size", volume.layout().tileSize());
    @Nullable Verity verity = volume.verity();
    if (verity != null) {
      json.putObject("verity")
          .put("salt", verity.parameters().salt())
          .put("uuid", verity.parameters().uuid().toString())
          .put("data_blocks", verity.parameters().dataBlocks())
          .put("root_hash", verity.rootHash().toString());
    }
    ArrayNode payloads = json.putArray("payloads");
    volume.payloads().forEach(payload -> put(payloads.addObject(), payload));
    for (ChainLink link : volume.links()) {
      ObjectNode entry = json.withArray("/links").addObject();
      entry.put("version", link.version().toString());
      put(entry.putObject("target"), link.target());
      put(entry.putObject("delta"), link.delta());
    }
    return json;
  }

  private static void put(ObjectNode json, Payload payload) {
    putFile(json, payload.file())
        .put("kind", payload.kind())
        .put("segment_size", payload.segments().size());
    @Nullable BaseVolume base = payload.base();
    if (base != null) {
      put(json.putObject("base"), base);
    }
    ArrayNode segments = json.putArray("segments");
    payload.segments().digests().forEach(digest -> segments.add(digest.toString()));
  }

  private static void put(ObjectNode json, BaseVolume base) {
    json.put("sha256", base.sha256().toString()).put("size", base.size());
  }

  private static ObjectNode putFile(ObjectNode json, ImageFile file) {
    return json.put("file", file.name())
        .put("length", file.length())
        .put("sha256", file.sha256().toString());
  }

  /** Makes a value whose constructor refuses what the members, each for itself, did not show. */
  private static <T> T valid(Members json, Maker<T> maker) throws JsonException {
    try {
      return maker.make();
    } catch (IllegalArgumentException e) {
      JsonException refused = new JsonException(json.path(),
          QuotedText.oneLine(String.valueOf(e.getMessage())));
      refused.initCause(e);
      throw refused;
    }
  }

  private interface Maker<T> {
    T make() throws JsonException;
  }
}
