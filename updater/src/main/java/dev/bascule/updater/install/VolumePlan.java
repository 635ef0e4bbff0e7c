package dev.bascule.updater.install;

import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ChainLink;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one volume is going to be brought, decided before the transfer from what the manifest says alone.
 *
 * @param full the payload that works in any case
 * @param delta the payload that is used instead, or null if none fits the running slot or none is smaller
 * @param links the deltas of other releases that lead from what runs to the delta's base, which is never stored
 */
public record VolumePlan(String role, Payload full, @Nullable Payload delta,
    List<ChainLink> links) {

  public VolumePlan {
    links = List.copyOf(links);
  }

  /**
   * Plans every volume of an image.
   *
   * @param running what the running slot holds, or null where that is not known
   */
  public static List<VolumePlan> of(ImageManifest image, @Nullable ImageManifest running)
      throws InstallException {
    List<VolumePlan> plans = new ArrayList<>();
    for (VolumeImage volume : image.volumes()) {
      plans.add(of(volume, running));
    }
    return List.copyOf(plans);
  }

  static VolumePlan of(VolumeImage volume, @Nullable ImageManifest running)
      throws InstallException {
    Payload full = requireFull(volume);
    return Optional.ofNullable(running)
        .flatMap(manifest -> manifest.volume(volume.role()))
        .flatMap(base -> volume.chain(BaseVolume.of(base)))
        .filter(chain -> chain.length() < full.file().length())
        .map(chain -> new VolumePlan(volume.role(), full, chain.last(), chain.links()))
        .orElseGet(() -> new VolumePlan(volume.role(), full, null, List.of()));
  }

  /** The bytes of the payloads that are used; what the slot already holds is not fetched of them. */
  public long bytes() {
    return (delta == null ? full : delta).file().length()
        + links.stream().mapToLong(link -> link.delta().file().length()).sum();
  }

  /** The same volume by its full payload. */
  VolumePlan withoutDelta() {
    return new VolumePlan(role, full, null, List.of());
  }

  static Payload requireFull(VolumeImage volume) throws InstallException {
    return volume.full()
        .orElseThrow(() -> new InstallException(
            InstallException.Fault.DOES_NOT_FIT, "volume " + volume.role()
                + " has no payload of a kind that this version of bascule knows",
            null));
  }
}
