package dev.bascule.image.manifest;

import dev.bascule.image.Sha256;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.verity.VerityParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One volume of an image: what the slot's device of the same role must hold.
 *
 * @param role {@code root}, {@code boot}, …: lower-case letters, digits and {@code -}
 * @param layout the volume's size and how it is cut
 * @param sha256 of the whole volume, for people and other tools
 * @param tiles the tile table's file
 * @param verity what the hash tree behind the data must be, or null for a volume without one
 * @param payloads the ways to make it, at least one
 * @param links deltas of other releases, by which a device that is further behind comes to a delta's base
 */
public record VolumeImage(String role, TileLayout layout, Sha256 sha256, ImageFile tiles,
    @Nullable Verity verity, List<Payload> payloads, List<ChainLink> links) {

  /** The most links that a manifest names. */
  public static final int MAX_LINKS = 16;

  private static final Pattern ROLE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public VolumeImage {
    payloads = List.copyOf(payloads);
    links = List.copyOf(links);
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "role: expected up to 32 lower-case letters, digits or '-', found " + role);
    }
    if (layout.volumeSize() % VerityParameters.BLOCK_SIZE != 0) {
      throw new IllegalArgumentException("size of volume " + role
          + ": expected whole blocks of 4096 bytes, found " + layout.volumeSize());
    }
    if (links.size() > MAX_LINKS) {
      throw new IllegalArgumentException("links of volume " + role + ": expected at most "
          + MAX_LINKS + ", found " + links.size());
    }
    for (ChainLink link : links) {
      // Refuses a size that no volume has.
      new TileLayout(link.target().size(), layout.tileSize());
    }
    if (verity != null
        && verity.parameters().dataBlocks() != layout.volumeSize() / VerityParameters.BLOCK_SIZE) {
      throw new IllegalArgumentException("hash tree of volume " + role + ": covers "
          + verity.parameters().dataBlocks() + " blocks of a volume of " + layout.volumeSize()
          + " bytes");
    }
  }

  /** A volume without links. */
  public VolumeImage(String role, TileLayout layout, Sha256 sha256, ImageFile tiles,
      @Nullable Verity verity, List<Payload> payloads) {
    this(role, layout, sha256, tiles, verity, payloads, List.of());
  }

  /** The data's size in bytes. */
  public long size() {
    return layout.volumeSize();
  }

  /** The bytes that a slot's device must have: the data, and the hash tree behind it. */
  public long deviceSize() {
    return verity == null ? size() : size() + verity.areaLength();
  }

  /** The payload that works on any device. */
  public Optional<Payload> full() {
    return payloads.stream().filter(payload -> payload.kind().equals(Payload.FULL)).findFirst();
  }

  /** The index of its blocks, if it was published with one. */
  public Optional<Payload> blocks() {
    return payloads.stream().filter(payload -> payload.kind().equals(Payload.BLOCKS)).findFirst();
  }

  /** The payload that makes it from a base volume. */
  public Optional<Payload> delta(BaseVolume base) {
    return payloads.stream()
        .filter(payload -> payload.kind().equals(Payload.DELTA) && base.equals(payload.base()))
        .findFirst();
  }

  /** The deltas, fewest bytes in all, that lead from a base volume to this one. */
  public Optional<DeltaChain> chain(BaseVolume base) {
    return DeltaChain.from(base, this);
  }

  /** The same with other links. */
  public VolumeImage withLinks(List<ChainLink> changed) {
    return new VolumeImage(role, layout, sha256, tiles, verity, payloads, changed);
  }

  /** The same with another payload; one of the same kind and base is replaced. */
  public VolumeImage with(Payload payload) {
    List<Payload> changed = new ArrayList<>(payloads);
    changed.removeIf(other -> other.kind().equals(payload.kind())
        && Objects.equals(other.base(), payload.base()));
    changed.add(payload);
    return new VolumeImage(role, layout, sha256, tiles, verity, changed, links);
  }
}
