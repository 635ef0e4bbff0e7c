package dev.bascule.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.json.JsonException;

/** The manifest and the catalogue, which come signed: whoever has the key may be hostile. */
class ManifestFuzzTest {

  /** Any bytes give a manifest that is written and read again the same, or a {@link JsonException} on one line. */
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyManifest(byte[] document) throws JsonException {
    ImageManifest image;
    try {
      image = ManifestJson.decode(document);
    } catch (JsonException e) {
      assertThat(e).hasMessageNotContaining("\n");
      return;
    }
    image.volumes().forEach(volume -> assertThat(volume.deviceSize()).isPositive());
    assertThat(ManifestJson.decode(ManifestJson.encode(image))).isEqualTo(image);
  }

  /** The same for a catalogue. */
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyCatalog(byte[] document) throws JsonException {
    Catalog catalog;
    try {
      catalog = Catalog.decode(document);
    } catch (JsonException e) {
      assertThat(e).hasMessageNotContaining("\n");
      return;
    }
    assertThat(Catalog.decode(catalog.encode())).isEqualTo(catalog);
  }
}
