package dev.bascule.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {

  @Test
  void readsEveryMember() throws JsonException {
    ImageManifest image = ManifestJson.decode(ManifestForge.good());

    assertThat(image.name()).isEqualTo("Demo");
    assertThat(image.version()).isEqualTo(Version.parse("1.1.0"));
    assertThat(image.built()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(image.compatible()).containsExactly("board");
    assertThat(image.release()).isEqualTo(2);
    assertThat(image.floor()).isEqualTo(1);
    assertThat(image.minimumVersion()).hasToString("1.0.0");
    assertThat(image.notes()).isEqualTo("n");
    VolumeImage root = image.volume("root").orElseThrow();
    assertThat(image.volume("boot")).isEmpty();
    assertThat(root.size()).isEqualTo(8192);
    assertThat(root.sha256()).hasToString(ManifestForge.HASH);
    assertThat(root.tiles()).isEqualTo(
        new ImageFile("root.tiles", 56, Sha256.parse(ManifestForge.HASH)));
    assertThat(root.layout().tileSize()).isEqualTo(262144);
    Verity verity = Optional.ofNullable(root.verity()).orElseThrow();
    assertThat(verity.parameters().salt()).isEqualTo("00ff");
    assertThat(verity.parameters().dataBlocks()).isEqualTo(2);
    assertThat(verity.rootHash()).hasToString(ManifestForge.HASH);
    assertThat(root.deviceSize()).isEqualTo(8192 + 2 * 4096);
    assertThat(root.full().orElseThrow().file().name()).isEqualTo("root.full");
    assertThat(root.full().orElseThrow().segments().count()).isEqualTo(2);
    assertThat(root.full().orElseThrow().baseSize()).isZero();
    Payload delta =
        root.delta(new BaseVolume(Sha256.parse(ManifestForge.HASH), 4096)).orElseThrow();
    assertThat(delta.file().name()).isEqualTo("root.delta");
    assertThat(delta.baseSize()).isEqualTo(4096);
    assertThat(root.delta(new BaseVolume(Sha256.parse(ManifestForge.HASH), 8192))).isEmpty();
  }

  @Test
  void writesWhatItReads() throws JsonException {
    ImageManifest image = ManifestJson.decode(ManifestForge.good());

    assertThat(ManifestJson.decode(ManifestJson.encode(image))).isEqualTo(image);
    assertThat(ManifestJson.encode(ManifestJson.decode(ManifestJson.encode(image))))
        .isEqualTo(ManifestJson.encode(image));
  }

  /** Members that a reader does not know are ignored, and so are payloads of kinds that it does not know. */
  @Test
  void takesWhatALaterPublisherAdds() throws JsonException {
    assertThat(ManifestJson.decode(ManifestForge.with("/later", "{\"x\":[]}")))
        .isEqualTo(ManifestJson.decode(ManifestForge.good()));
    assertThat(ManifestJson.decode(ManifestForge.with("/volumes/0/payloads/0/kind", "\"later\""))
        .volumes()
        .getFirst()
        .full()).isEmpty();
    assertThat(ManifestJson.decode(ManifestForge.with("/minimum_version", "")).minimumVersion())
        .isNull();
    assertThat(ManifestJson.decode(ManifestForge.with("/notes", "")).notes()).isEmpty();
    assertThat(ManifestJson.decode(ManifestForge.with("/volumes/0/verity", ""))
        .volumes()
        .getFirst()
        .deviceSize()).isEqualTo(8192);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
      "/format | 2", "/format | 0", "/format | '1'", "/format | ^^", "/name | ' '", "/name | null",
      "/version | '1.0'", "/built | '2026-11-01'", "/compatible | []", "/compatible | ['Board']",
      "/compatible | ['a/b']", "/compatible | ['..']", "/release | -1", "/release | 0",
      "/floor | 3",
      "/floor | -1", "/floor | 9223372036854775808", "/minimum_version | '1'", "/notes | 1",
      "/volumes | []", "/volumes | {}", "/volumes/0/role | ''", "/volumes/0/role | 'Root'",
      "/volumes/0/role | '../root'", "/volumes/0/size | 0", "/volumes/0/size | 4097",
      "/volumes/0/size | 1099511631872", "/volumes/0/size | 9223372036854771712",
      "/volumes/0/size | 12288", "/volumes/0/sha256 | 'E3'",
      "/volumes/0/tiles/file | '../x'", "/volumes/0/tiles/file | '.x'",
      "/volumes/0/tiles/file | ''",
      "/volumes/0/tiles/file | '/etc/passwd'", "/volumes/0/tiles/file | 'a b'",
      "/volumes/0/tiles/length | -1", "/volumes/0/tiles/tile_size | 0",
      "/volumes/0/tiles/tile_size | 32768", "/volumes/0/tiles/tile_size | 2097152",
      "/volumes/0/tiles/tile_size | 65537", "/volumes/0/tiles/tile_size | 4294967296",
      "/volumes/0/verity | null", "/volumes/0/verity/salt | '0'", "/volumes/0/verity/salt | 'zz'",
      "/volumes/0/verity/uuid | 'x'", "/volumes/0/verity/data_blocks | 0",
      "/volumes/0/verity/data_blocks | 3", "/volumes/0/verity/data_blocks | 9223372036854775807",
      "/volumes/0/verity/root_hash | ''", "/volumes/0/payloads/0/file | 'a/b'",
      "/volumes/0/payloads/0/length | 0", "/volumes/0/payloads/0/length | 9223372036854775807",
      "/volumes/0/payloads/0/length | 131073", "/volumes/0/payloads/0/segment_size | 65535",
      "/volumes/0/payloads/0/segment_size | 16777217", "/volumes/0/payloads/0/segments | []",
      "/volumes/0/payloads/0/segments/0 | 'x'", "/volumes/0/payloads/0/segments | ['x','x']",
      "/volumes/0/payloads/1/base | ^^", "/volumes/0/payloads/1/base/size | 0",
      "/volumes/0/payloads/1/kind | 'full'", "/volumes/0/payloads/0/kind | 'delta'"})
  void refusesWhatNoPublisherWrites(String pointer, String value) throws JsonException {
    byte[] document = ManifestForge.with(pointer, value.replace('\'', '"'));

    assertThatThrownBy(() -> ManifestJson.decode(document)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "/floor | 0", "/floor | 2", "/volumes/0/tiles/length | 0",
      "/volumes/0/payloads/1/base/size | 1"})
  void takesTheLastValueThatIsAllowed(String pointer, String value) throws JsonException {
    ImageManifest image = ManifestJson.decode(ManifestForge.with(pointer, value));

    assertThat(ManifestJson.decode(ManifestJson.encode(image))).isEqualTo(image);
  }

  @Test
  void saysWhetherAPayloadLacksABaseOrHasOneTooMany() throws JsonException {
    byte[] without = ManifestForge.with("/volumes/0/payloads/1/base", "");
    byte[] tooMany = ManifestForge.with("/volumes/0/payloads/1/kind", "\"full\"");

    assertThatThrownBy(() -> ManifestJson.decode(without))
        .hasMessageContaining("root.delta of kind delta has no base");
    assertThatThrownBy(() -> ManifestJson.decode(tooMany))
        .hasMessageContaining("root.delta of kind full has a base");
  }

  @Test
  void refusesTwoVolumesOfOneRole() throws JsonException {
    String volume = new String(ManifestForge.good(), StandardCharsets.UTF_8);
    int from = volume.indexOf("{\"role\"");
    byte[] document =
        ManifestForge.with("/volumes/1", volume.substring(from, volume.lastIndexOf(']')));

    assertThatThrownBy(() -> ManifestJson.decode(document))
        .hasMessageContaining("volumes: two have the role root");
  }

  /** What is refused may be written by anybody who can serve a file to a person's terminal. */
  @Test
  void quotesWhatItRefusesOnOneLine() throws JsonException {
    byte[] document = ManifestForge.with("/volumes/0/role", "\"a\\n\\u001b[2Jb\"");

    assertThatThrownBy(() -> ManifestJson.decode(document))
        .hasMessageContaining("found a\\u000a\\u001b[2Jb")
        .hasMessageStartingWith("volumes[0]: ");
  }

  @Test
  void replacesAPayloadOfTheSameKindAndBase() throws JsonException {
    VolumeImage volume =
        ManifestJson.decode(ManifestForge.good()).volumes().getFirst();
    Payload other = volume.full().orElseThrow();

    assertThat(volume.with(other).payloads()).hasSize(2).last().isEqualTo(other);
    assertThat(BaseVolume.of(volume).size()).isEqualTo(8192);
    assertThat(ImageManifest.directory("board", Version.parse("1.0.0")))
        .isEqualTo("board/images/1.0.0");
  }
}
