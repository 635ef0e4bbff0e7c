package dev.bascule.updater.update;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.tile.TileLayout;
import java.time.Instant;
import java.util.List;

/** Manifests for tests: of an image with one small volume. */
public final class Manifests {

  private static final Sha256 DIGEST = Sha256.digest(new byte[0]);

  private Manifests() {}

  /** An image for the model edge. */
  public static ImageManifest manifest(Version version, long release) {
    return manifest(version, release, 1 << 20, DIGEST);
  }

  /** The same with a volume of a size, whose bytes have a digest. */
  public static ImageManifest manifest(Version version, long release, long size, Sha256 sha256) {
    Payload payload = new Payload(Payload.FULL, null, new ImageFile("root.full", 1, DIGEST),
        new Segments(1, 1 << 20, List.of(DIGEST)));
    VolumeImage root = new VolumeImage("root", new TileLayout(size, 256 << 10), sha256,
        new ImageFile("root.tiles", 1, DIGEST), null, List.of(payload));
    return new ImageManifest("edge", version, Instant.EPOCH, List.of("edge"), release,
        Math.max(0, release - 3), null, "", List.of(root));
  }
}
