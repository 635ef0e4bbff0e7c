package dev.bascule.image.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.tile.TileLayout;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways by which a device that is several releases behind comes to a volume. */
class DeltaChainTest {

  private static final int SEGMENT = 65536;

  @Test
  void takesTheVolumesOwnDeltaWhereItHasOneFromThere() {
    Payload own = delta("3", 500);

    DeltaChain chain = volume(own).chain(base("3")).orElseThrow();

    assertThat(chain).isEqualTo(new DeltaChain(List.of(), own));
    assertThat(chain.length()).isEqualTo(500);
  }

  @Test
  void goesThroughTheReleasesBetweenInTheirOrder() {
    Payload last = delta("3", 100);
    ChainLink toThree = link("3", delta("2", 20));
    ChainLink toTwo = link("2", delta("1", 3));

    DeltaChain chain = volume(last, toThree, toTwo).chain(base("1")).orElseThrow();

    assertThat(chain.links()).containsExactly(toTwo, toThree);
    assertThat(chain.last()).isEqualTo(last);
    assertThat(chain.length()).isEqualTo(123);
  }

  @Test
  void prefersTheWayWithFewerBytesHoweverManyLinksItHas() {
    ChainLink toThree = link("3", delta("2", 20));
    ChainLink cheap = link("2", delta("1", 30));
    ChainLink dear = link("3", delta("1", 51));

    assertThat(volume(delta("3", 100), dear, toThree, cheap).chain(base("1"))
        .orElseThrow()
        .links()).containsExactly(cheap, toThree);
    assertThat(volume(delta("3", 100), link("3", delta("1", 49)), toThree, cheap)
        .chain(base("1"))
        .orElseThrow()
        .length()).isEqualTo(149);
  }

  @Test
  void goesByNoMoreBytesOfLinksThanADeviceHasInMemory() {
    int most = (int) DeltaChain.MAX_LINKS_LENGTH;
    Payload last = delta("3", 100);
    ChainLink toThree = link("3", delta("2", 1000));

    assertThat(volume(last, toThree, link("2", delta("1", most - 1000))).chain(base("1")))
        .isPresent();
    assertThat(volume(last, toThree, link("2", delta("1", most - 999))).chain(base("1"))).isEmpty();
    assertThat(volume(delta("3", most + 1)).chain(base("3"))).isPresent();
  }

  /** Of two that cost the same, the one that is named first: the same manifest is the same way on every device. */
  @Test
  void takesTheFirstOfTwoThatCostTheSame() {
    ChainLink first = link("3", delta("1", 10));
    ChainLink second = new ChainLink(Version.parse("9.0.0"), base("3"), delta("1", 10));

    assertThat(volume(delta("3", 1), first, second).chain(base("1")).orElseThrow().links())
        .containsExactly(first);
  }

  @Test
  void knowsNoWayFromAnyOtherVolume() {
    VolumeImage image = volume(delta("3", 100), link("2", delta("1", 1)));

    assertThat(image.chain(base("1"))).isEmpty();
    assertThat(image.chain(base("4"))).isEmpty();
    assertThat(image.chain(new BaseVolume(base("3").sha256(), 8192))).isEmpty();
    assertThat(image.chain(base("3"))).isPresent();
  }

  /** Links that lead in a circle end all the same. */
  @Test
  void walksACircleOnce() {
    ChainLink there = link("2", delta("1", 1));
    ChainLink back = link("1", delta("2", 1));

    assertThat(volume(delta("3", 5), there, back).chain(base("1"))).isEmpty();
    assertThat(volume(delta("2", 5), there, back).chain(base("1")).orElseThrow().length())
        .isEqualTo(6);
  }

  @Test
  void areWrittenAsTheyAreRead() throws JsonException {
    VolumeImage volume = volume(delta("3", 100), link("3", delta("2", 20)),
        link("2", delta("1", 3)));
    ImageManifest image = new ImageManifest("Demo", Version.parse("4.0.0"),
        Instant.parse("2026-11-01T00:00:00Z"), List.of("board"), 0, 0, null, "",
        List.of(volume.withLinks(List.of()))).with(List.of(volume));

    assertThat(ManifestJson.decode(ManifestJson.encode(image))).isEqualTo(image);
  }

  @Test
  void refusesMoreLinksThanADeviceWouldFollow() {
    ChainLink link = link("3", delta("2", 20));

    assertThat(volume(delta("3", 1)).withLinks(Collections.nCopies(16, link)).links()).hasSize(16);
    assertThatThrownBy(() -> volume(delta("3", 1)).withLinks(Collections.nCopies(17, link)))
        .hasMessageContaining("links of volume root: expected at most 16, found 17");
  }

  @Test
  void refusesLinksThatAreNoDeltas() {
    Payload full = new Payload(Payload.FULL, null, file("root.full", 9), segments(9));

    assertThatThrownBy(() -> link("3", full))
        .hasMessageContaining("expected a delta, found the kind full");
  }

  private static VolumeImage volume(Payload own, ChainLink... links) {
    Payload full = new Payload(Payload.FULL, null, file("root.full", 9), segments(9));
    return new VolumeImage("root", new TileLayout(8192, SEGMENT), digest("4"),
        file("root.tiles", 56), null, List.of(full, own), Arrays.asList(links));
  }

  private static ChainLink link(String target, Payload delta) {
    return new ChainLink(Version.parse(target + ".0.0"), base(target), delta);
  }

  private static Payload delta(String base, int length) {
    return new Payload(Payload.DELTA, base(base), file("root.delta", length), segments(length));
  }

  private static BaseVolume base(String release) {
    return new BaseVolume(digest(release), 4096);
  }

  private static ImageFile file(String name, int length) {
    return new ImageFile(name, length, digest(name));
  }

  private static Segments segments(int length) {
    return new Segments(length, SEGMENT,
        Collections.nCopies(Math.ceilDiv(length, SEGMENT), digest("segment")));
  }

  private static Sha256 digest(String content) {
    return Sha256.digest(content.getBytes(UTF_8));
  }
}
