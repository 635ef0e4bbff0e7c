package dev.bascule.publisher.rauc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.publisher.foreign.ForeignException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests as RAUC writes them, and whatever bytes call themselves one. */
class RaucManifestTest {

  private static final String WHOLE = """
    # made by hand
    [update]
    compatible=FooCorp Super BarBazzer
    version=2016.08-1

    [bundle]
    format=verity
    verity-hash=%1$s
    verity-salt=4b7b
    verity-size=4096

    [image.rootfs]
    filename=rootfs.ext4
    size=419430400
    sha256=%1$s
    hooks=install;post-install

    [image.data]
    type=emptyfs
    """.formatted("0".repeat(64));

  @Test
  void readsWhatTheReferenceHas() throws ForeignException {
    RaucManifest manifest = manifest(WHOLE);

    assertThat(manifest.compatible()).isEqualTo("FooCorp Super BarBazzer");
    assertThat(manifest.version()).isEqualTo("2016.08-1");
    assertThat(manifest.images()).hasSize(1);
    assertThat(manifest.left()).containsExactly("rootfs's hook install",
        "rootfs's hook post-install", "empty file system data");
    assertThatThrownBy(() -> manifest.images().getFirst().requireWhole("test"))
        .hasMessageContaining("is written by a hook of the bundle");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "compatible|version|each of at most 100 keys once",
      "[image.data]|[image.rootfs]|each of at most 500 groups once",
      "size=419430400|size=-1|a number up to",
      "size=419430400|size=99999999999999999|a number up to",
      "filename=|filename|key=value",
      "compatible=|other=|compatible= in [update]"
  })
  void namesWhatIsWrong(String part, String instead, String expected) {
    assertThatThrownBy(() -> manifest(WHOLE.replace(part, instead)))
        .isInstanceOf(ForeignException.class)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../rootfs.ext4", "/etc/passwd", "-force", "a/b", "", ".hidden", "*"})
  void takesNoNameThatUnsquashfsCouldMisread(String name) throws ForeignException {
    RaucManifest manifest = manifest(WHOLE.replace("rootfs.ext4", name).replace("install;", ""));

    assertThatThrownBy(() -> manifest.images().getFirst().requireWhole("test"))
        .hasMessageContaining("expected a plain file name");
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyManifest(byte[] text) {
    try {
      KeyFile keys = KeyFile.parse("test", text);
      RaucManifest manifest = RaucManifest.of("test", keys);
      BundleTree.of("test", keys).start("test", 1 << 20);
      for (RaucImage image : manifest.images()) {
        image.requireWhole("test");
      }
    } catch (ForeignException e) {
      assertThat(e).hasMessageStartingWith("test").hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsOrRefusesAManifestWithSomeBytesExchanged(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      byte[] text = WHOLE.getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(4); n >= 0; n--) {
        text[random.nextInt(text.length)] = (byte) random.nextInt(256);
      }
      readsOrRefusesAnyManifest(text);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(WHOLE.getBytes(StandardCharsets.UTF_8));
  }

  private static RaucManifest manifest(String text) throws ForeignException {
    return RaucManifest.of("test",
        KeyFile.parse("test", text.getBytes(StandardCharsets.UTF_8)));
  }
}
