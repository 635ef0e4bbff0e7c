package dev.bascule.publisher.delta;

import dev.bascule.image.Version;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ChainLink;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Adds deltas against an earlier image to one that was built and is not published yet: {@code <role>.<base>.delta} for
 * each volume that changed, and their names in {@code image.json}.
 *
 * <p>Killed: deltas that no manifest names are there, and {@code image.json} is the former or the new one. Tiles that were
 * made are in {@code <delta>.part}, and the next run for the same delta begins behind them.
 *
 * @param builder writes each delta
 */
public record ImageDelta(DeltaBuilder builder) {

  /** The bytes that are read of every volume: unpacked, indexed, and the new one once more to be encoded. */
  public static long work(ImageManifest from, ImageManifest image) {
    long work = 0;
    for (VolumeImage volume : image.volumes()) {
      work += base(from, volume).map(base -> 2 * base.size() + 3 * volume.size()).orElse(0L);
    }
    return work;
  }

  /**
   * Writes what is missing.
   *
   * @param directory the image's, as {@code bascule-image build} wrote it
   * @param from the earlier image, and where its files are
   * @param progress is told bytes as they are done, {@link #work} in all
   * @return the manifest, which is written already
   */
  public ImageManifest add(Path directory, ImageManifest image, ImageManifest from,
      ImageFolder fromFiles, LongConsumer progress) throws IOException {
    List<VolumeImage> volumes = new ArrayList<>();
    for (VolumeImage volume : image.volumes()) {
      Optional<VolumeImage> base = base(from, volume);
      volumes.add(base.isEmpty()
          ? volume
          : volume.with(write(directory, volume, base.get(), fromFiles, progress))
              .withLinks(links(volume, base.get(), from.version())));
    }
    ImageManifest changed = image.with(volumes);
    Path written = directory.resolve(ImageManifest.FILE_NAME + ".new");
    Files.deleteIfExists(written);
    Files.write(written, ManifestJson.encode(changed), StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
    Files.move(written, directory.resolve(ImageManifest.FILE_NAME),
        StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return changed;
  }

  private Payload write(Path directory, VolumeImage volume, VolumeImage base,
      ImageFolder fromFiles, LongConsumer progress) throws IOException {
    try (UnpackedVolume old = UnpackedVolume.unpack(base, fromFiles, directory, progress);
        UnpackedVolume now = UnpackedVolume
            .unpack(volume, ImageFolder.built(directory), directory, progress)) {
      Path file = directory.resolve(volume.role() + "." + base.sha256().brief() + ".delta");
      return builder.build(
          old.content(), BaseVolume.of(base), now.content(), volume.sha256(), file, progress);
    }
  }

  /** The ways by which older devices come to the base: its own deltas, and what it knew of. */
  private static List<ChainLink> links(VolumeImage volume, VolumeImage base, Version version) {
    List<ChainLink> links = new ArrayList<>(volume.links());
    for (Payload payload : base.payloads()) {
      if (payload.kind().equals(Payload.DELTA)) {
        links.add(new ChainLink(version, BaseVolume.of(base), payload));
      }
    }
    links.addAll(base.links());
    return links.stream().distinct().limit(VolumeImage.MAX_LINKS).toList();
  }

  /** The volume that a delta is to be made against: none where one is there, or where nothing changed. */
  private static Optional<VolumeImage> base(ImageManifest from, VolumeImage volume) {
    return from.volume(volume.role())
        .filter(base -> !base.sha256().equals(volume.sha256()))
        .filter(base -> base.layout().tileSize() == volume.layout().tileSize())
        .filter(base -> volume.delta(BaseVolume.of(base)).isEmpty());
  }
}
