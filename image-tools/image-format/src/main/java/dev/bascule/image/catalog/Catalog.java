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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each channel of a model offers: the file {@code <model>/catalog.json}, a TUF target that the rollout role
 * signs. It says <em>when</em>; what an image is stands in the image's own manifest, which this role cannot sign.
 *
 * <p>Members that this reader does not know are ignored; a catalogue that an older device must not follow has a higher
 * {@code format}. Rollouts stand beside the offers, so that a device which knows of none follows the offer, and does not
 * take for everybody's what is not yet its own.
 *
 * @param offers at most one for a channel: what all of its devices should run
 * @param rollouts at most one for a channel: what its devices come to run, one after the other
 * @param withdrawn versions that no device may take up any more
 */
public record Catalog(List<Offer> offers, List<Rollout> rollouts, Set<Version> withdrawn) {

  /** A longer catalogue is refused: 1 MiB. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final int FORMAT = 1;
  private static final int MAX_OFFERS = 256;
  private static final int MAX_WITHDRAWN = 4096;

  public Catalog {
    offers = offers.stream().sorted(Comparator.comparing(Offer::channel)).toList();
    rollouts = rollouts.stream().sorted(Comparator.comparing(Rollout::channel)).toList();
    withdrawn = Set.copyOf(withdrawn);
    requireOnce("offers", offers.stream().map(Offer::channel).toList());
    requireOnce("rollouts", rollouts.stream().map(Rollout::channel).toList());
  }

  private static void requireOnce(String what, List<String> channels) {
    Set<String> seen = new HashSet<>();
    for (String channel : channels) {
      if (!seen.add(channel)) {
        throw new IllegalArgumentException(what + ": two for the channel " + channel);
      }
    }
  }

  /** A catalogue that offers nothing. */
  public static Catalog empty() {
    return new Catalog(List.of(), List.of(), Set.of());
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
            offer.string("channel"), offer.parsed("version", "a version", Version::parse),
            offer.bool("recall", false)));
      }
      List<Rollout> rollouts = new ArrayList<>();
      if (json.has("rollouts")) {
        for (Members rollout : json.objects("rollouts", MAX_OFFERS)) {
          rollouts.add(RolloutJson.read(rollout));
        }
      }
      Set<Version> withdrawn = new HashSet<>();
      for (String version : json.strings("withdrawn", MAX_WITHDRAWN)) {
        withdrawn.add(Version.parse(version));
      }
      return new Catalog(offers, rollouts, withdrawn);
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
    for (Offer offer : offers) {
      ObjectNode one = offered.addObject()
          .put("channel", offer.channel())
          .put("version", offer.version().toString());
      if (offer.recall()) {
        one.put("recall", true);
      }
    }
    if (!rollouts.isEmpty()) {
      ArrayNode rolled = json.putArray("rollouts");
      rollouts.forEach(rollout -> RolloutJson.write(rollout, rolled.addObject()));
    }
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

  /** What a channel rolls out; nothing if its devices all have the same. */
  public Optional<Rollout> rollout(String channel) {
    return rollouts.stream().filter(rollout -> rollout.channel().equals(channel)).findFirst();
  }

  /** The channels that something is offered to, in order. */
  public SortedSet<String> channels() {
    return Stream
        .concat(offers.stream().map(Offer::channel), rollouts.stream().map(Rollout::channel))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The channels that offer a version or roll it out, in order. */
  public SortedSet<String> channels(Version version) {
    return Stream
        .concat(
            offers.stream()
                .filter(offer -> offer.version().equals(version))
                .map(Offer::channel),
            rollouts.stream()
                .filter(rollout -> rollout.version().equals(version))
                .map(Rollout::channel))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same with one channel's offer set, its rollout ended, and its version no longer withdrawn. */
  public Catalog withOffer(Offer offer) {
    return new Catalog(
        and(offers.stream().filter(other -> !other.channel().equals(offer.channel())), offer),
        rollouts.stream().filter(other -> !other.channel().equals(offer.channel())).toList(),
        without(withdrawn, offer.version()));
  }

  /** The same with one channel's rollout set, and its version no longer withdrawn. */
  public Catalog withRollout(Rollout rollout) {
    return new Catalog(offers,
        and(rollouts.stream().filter(other -> !other.channel().equals(rollout.channel())), rollout),
        without(withdrawn, rollout.version()));
  }

  /** The same with a version withdrawn, and no channel offering it or rolling it out. */
  public Catalog withWithdrawn(Version version) {
    Set<Version> more = new HashSet<>(withdrawn);
    more.add(version);
    return new Catalog(
        offers.stream().filter(offer -> !offer.version().equals(version)).toList(),
        rollouts.stream().filter(rollout -> !rollout.version().equals(version)).toList(), more);
  }

  private static <T> List<T> and(Stream<T> others, T one) {
    return Stream.concat(others, Stream.of(one)).toList();
  }

  private static Set<Version> without(Set<Version> versions, Version one) {
    return versions.stream()
        .filter(version -> !version.equals(one))
        .collect(Collectors.toUnmodifiableSet());
  }
}
