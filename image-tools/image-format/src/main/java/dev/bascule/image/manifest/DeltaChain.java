package dev.bascule.image.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deltas that lead from a base to a volume.
 *
 * @param links those of releases between, from the base on; none where the volume has a delta from the base itself
 * @param last the volume's own
 */
public record DeltaChain(List<ChainLink> links, Payload last) {

  /** The most bytes of links: a device has them in memory while it goes by them. */
  public static final long MAX_LINKS_LENGTH = 8 << 20;

  public DeltaChain {
    links = List.copyOf(links);
  }

  /** The bytes of all together. */
  public long length() {
    return linksLength() + last.file().length();
  }

  private long linksLength() {
    return links.stream().mapToLong(link -> link.delta().file().length()).sum();
  }

  /** The shortest way, in bytes, that a volume's manifest knows from a base and a device can go. */
  static Optional<DeltaChain> from(BaseVolume base, VolumeImage volume) {
    Map<BaseVolume, DeltaChain> shortest = new HashMap<>();
    for (Payload payload : volume.payloads()) {
      if (payload.kind().equals(Payload.DELTA)) {
        offer(shortest, payload.requireBase(), new DeltaChain(List.of(), payload));
      }
    }
    // Each round finds the ways that are one link longer.
    for (int round = 0; round < volume.links().size(); round++) {
      for (ChainLink link : volume.links()) {
        DeltaChain rest = shortest.get(link.target());
        if (rest != null) {
          offer(shortest, link.delta().requireBase(), rest.after(link));
        }
      }
    }
    return Optional.ofNullable(shortest.get(base));
  }

  private DeltaChain after(ChainLink link) {
    List<ChainLink> longer = new ArrayList<>(List.of(link));
    longer.addAll(links);
    return new DeltaChain(longer, last);
  }

  private boolean fits() {
    return linksLength() <= MAX_LINKS_LENGTH;
  }

  private static void offer(Map<BaseVolume, DeltaChain> shortest, BaseVolume base,
      DeltaChain way) {
    if (way.fits()) {
      shortest.merge(base, way, (known, other) -> other.length() < known.length() ? other : known);
    }
  }
}
