package dev.bascule.image.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.QuotedText;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.manifest.ImageManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What each channel of a model offers: the file {@code <model>/catalog.json}, a TUF target that the rollout role
 * signs. It says <em>when</em>; what an image is stands in the image's own manifest, which this role cannot sign.
 *
 * <p>Members that this reader does not know are ignored; a catalogue that an older device must not follow has a higher
 * {@code format}.
 *
 * @param offers at most one for a channel
 * @param withdrawn versions that no device may take up any more
 */
public record Catalog(List<Offer> offers, Set<Version> withdrawn) {

  /** A longer catalogue is refused: 1 MiB. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final int FORMAT = 1;
  private static final int MAX_OFFERS = 256;
  private static final int MAX_WITHDRAWN = 4096;

  public Catalog {
    offers = List.copyOf(offers);
    withdrawn = Set.copyOf(withdrawn);
    Set<String> channels = new HashSet<>();
    for (Offer offer : offers) {
      if (!channels.add(offer.channel())) {
        throw new IllegalArgumentException("offers: two for the channel " + offer.channel());
      }
    }
  }

  /** A catalogue that offers nothing. */
  public static Catalog empty() {
    return new Catalog(List.of(), Set.of());
  }

  /** Where a model's catalogue stands in the repository. */
  public static String path(String model) {
    return ImageManifest.requireModel(model) + "/catalog.json";
  }

  /** Reads a catalogue whose bytes were verified. */
  public static Catalog decode(byte[] document) throws JsonException {
    Members json = Members.of(StrictJson.parse(document, MAX_LENGTH));
    json.integer("format", FORMAT, FORMAT);
    try {
      List<Offer> offers = new ArrayList<>();
      for (Members offer : json.objects("offers", MAX_OFFERS)) {
        offers.add(new Offer(
            offer.string("channel"), offer.parsed("version", "a version", Version::parse)));
      }
      Set<Version> withdrawn = new HashSet<>();
      for (String version : json.strings("withdrawn", MAX_WITHDRAWN)) {
        withdrawn.add(Version.parse(version));
      }
      return new Catalog(offers, withdrawn);
    } catch (IllegalArgumentException e) {
      JsonException refused = new JsonException("",
          QuotedText.oneLine(String.valueOf(e.getMessage())));
      refused.initCause(e);
      throw refused;
    }
  }

  /** The bytes that {@link #decode} reads: canonical JSON, offers by channel, withdrawn by version. */
  public byte[] encode() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    ArrayNode offered = json.putArray("offers");
    offers.stream()
        .sorted(Comparator.comparing(Offer::channel))
        .forEach(offer -> offered.addObject()
            .put("channel", offer.channel())
            .put("version", offer.version().toString()));
    ArrayNode gone = json.putArray("withdrawn");
    withdrawn.stream()
        .sorted(Comparator.<Version>naturalOrder().thenComparing(Version::toString))
        .forEach(version -> gone.add(version.toString()));
    return CanonicalJson.encode(json);
  }

  /** What a channel offers; nothing if there is no such channel. */
  public Optional<Offer> offer(String channel) {
    return offers.stream().filter(offer -> offer.channel().equals(channel)).findFirst();
  }

  /** The same with one channel's offer set, and its version no longer withdrawn. */
  public Catalog withOffer(Offer offer) {
    List<Offer> others = offers.stream()
        .filter(other -> !other.channel().equals(offer.channel()))
        .toList();
    Set<Version> stillWithdrawn = new HashSet<>(withdrawn);
    stillWithdrawn.remove(offer.version());
    return new Catalog(Stream.concat(others.stream(), Stream.of(offer)).toList(), stillWithdrawn);
  }

  /** The same with a version withdrawn, and no channel offering it. */
  public Catalog withWithdrawn(Version version) {
    Set<Version> more = new HashSet<>(withdrawn);
    more.add(version);
    return new Catalog(
        offers.stream().filter(offer -> !offer.version().equals(version)).toList(), more);
  }
}
