package dev.bascule.updater.update;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import java.time.Instant;
import java.util.List;

/** Manifests for tests: of an image with one small volume. */
public final class Manifests {

  private static final int TILE = 256 << 10;
  private static final Sha256 DIGEST = Sha256.digest(new byte[0]);

  private Manifests() {}

  /** An image for the model edge, of which nothing is ever read. */
  public static ImageManifest manifest(Version version, long release) {
    return manifest(version, release, new TileLayout(1 << 20, TILE), DIGEST,
        new ImageFile("root.tiles", 1, DIGEST));
  }

  /** The same with a volume of zeros. */
  public static ImageManifest ofZeros(Version version, long release, int size) {
    TileLayout layout = new TileLayout(size, TILE);
    byte[] digests = new byte[layout.count() * Sha256.LENGTH];
    for (int tile = 0; tile < layout.count(); tile++) {
      byte[] digest = Sha256.digest(new byte[layout.length(tile)]).bytes();
      System.arraycopy(digest, 0, digests, tile * Sha256.LENGTH, digest.length);
    }
    byte[] table = TileTable.of(layout, digests).encode();
    return manifest(version, release, layout, Sha256.digest(new byte[size]),
        new ImageFile("root.tiles", table.length, Sha256.digest(table)));
  }

  private static ImageManifest manifest(Version version, long release, TileLayout layout,
      Sha256 sha256, ImageFile tiles) {
    Payload payload = new Payload(Payload.FULL, null, new ImageFile("root.full", 1, DIGEST),
        new Segments(1, 1 << 20, List.of(DIGEST)));
    VolumeImage root = new VolumeImage("root", layout, sha256, tiles, null, List.of(payload));
    return new ImageManifest("edge", version, Instant.EPOCH, List.of("edge"), release,
        Math.max(0, release - 3), null, "", List.of(root));
  }
}
