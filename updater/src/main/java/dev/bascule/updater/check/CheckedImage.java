package dev.bascule.updater.check;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.updater.install.ImageFiles;
import dev.bascule.updater.journal.ImageRef;
import java.nio.charset.StandardCharsets;

/**
 * An image whose manifest was verified, and where its files are.
 *
 * @param document the manifest's bytes as signed
 */
public record CheckedImage(ImageRef ref, ImageManifest manifest, String document,
    ImageFiles files) {

  /** Reads a verified manifest. */
  public static CheckedImage of(byte[] signed, ImageFiles files) throws JsonException {
    ImageManifest manifest = ManifestJson.decode(signed);
    return new CheckedImage(
        new ImageRef(manifest.version(), Sha256.digest(signed), manifest.release(),
            manifest.floor()),
        manifest, new String(signed, StandardCharsets.UTF_8), files);
  }
}
