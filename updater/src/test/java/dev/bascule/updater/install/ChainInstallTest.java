package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ChainLink;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tile.Extent;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that is some releases behind, when each release has a delta from the one before it alone. */
class ChainInstallTest {

  private static final int TILES = 20;
  private static final int SIZE = TILES * ForgedImage.TILE - 8192;
  private static final int DEVICE_SIZE = SIZE + (256 << 10);

  private final MemoryVolume running = new MemoryVolume(new byte[DEVICE_SIZE]);
  private final MemoryVolume target = new MemoryVolume(new byte[DEVICE_SIZE]);
  private final List<byte[]> contents = new ArrayList<>();
  private final List<ForgedImage> images = new ArrayList<>();

  /** Adds a delta to an image from the one before, whose content is given too. */
  private interface Differ {
    void addDelta(ForgedImage image, ForgedImage before, byte[] contentBefore, byte[] content)
        throws IOException;
  }

  @BeforeEach
  void forgeOneDeltaPerRelease() throws IOException {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    forge(content, (image, before, old, now) -> image.addDelta(before, old, now));
  }

  /** Makes five releases, in each of which a third of the tiles differ by a byte from the one before. */
  private void forge(byte[] content, Differ differ) throws IOException {
    images.clear();
    contents.clear();
    for (int release = 0; release < 5; release++) {
      for (int tile = release; tile < TILES; tile += 3) {
        content[tile * ForgedImage.TILE + 99 + release] ^= 1;
      }
      if (release == 0) {
        System.arraycopy(content, 0, running.content, 0, SIZE);
      }
      release(content, differ);
    }
  }

  private void release(byte[] content, Differ differ) throws IOException {
    ForgedImage image = new ForgedImage(content, true);
    if (!images.isEmpty()) {
      ForgedImage before = images.getLast();
      differ.addDelta(image, before, contents.getLast(), content);
      List<ChainLink> links = new ArrayList<>(before.volume().links());
      for (Payload payload : before.volume().payloads()) {
        if (payload.kind().equals(Payload.DELTA)) {
          links.add(new ChainLink(version(images.size() - 1), BaseVolume.of(before.volume()),
              payload));
        }
      }
      image.manifest = image.manifest.with(List.of(image.volume().withLinks(links)));
    }
    contents.add(content.clone());
    images.add(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void comesByAsManyDeltasAsItIsBehind(int release) throws IOException {
    VolumeReport report = install(release, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(release));
    assertThat(report.repaired()).isZero();
    for (int i = 1; i <= release; i++) {
      assertThat(images.get(i).requests).contains("delta@0").doesNotContain("full@0");
    }
  }

  @Test
  void plansTheBytesOfAllDeltas() throws IOException {
    VolumePlan plan = VolumePlan.of(images.get(4).volume(), images.getFirst().manifest);

    assertThat(plan.links()).extracting(ChainLink::version)
        .containsExactly(version(1), version(2), version(3));
    assertThat(plan.bytes()).isEqualTo(images.subList(1, 5)
        .stream()
        .mapToLong(image -> image.file("root.delta").length)
        .sum());
  }

  @Test
  void takesTheFullPayloadWhereALinkIsLost() throws IOException {
    images.get(2).files.remove("root.delta");

    VolumeReport report = install(4, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(4));
    assertThat(report.repaired()).isZero();
    assertThat(images.get(2).requests).containsExactly("delta@0");
    assertThat(images.get(4).requests).contains("full@0");
  }

  @Test
  void takesTheFullPayloadWhereALinkIsDamaged() throws IOException {
    byte[] delta = images.get(2).file("root.delta");
    delta[delta.length - 1] ^= 1;

    install(4, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(4));
    assertThat(images.get(4).requests).contains("full@0");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void givesUpAChainThatIsTooMuchWorkBeforeItIsFetched(int release) throws IOException {
    forge(blocksOfAllTiles(), ForgedImage::addScatteredDelta);
    assertThat(VolumePlan.of(images.get(release).volume(), images.getFirst().manifest).links())
        .hasSize(release - 1);

    VolumeReport report = install(release, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(release));
    assertThat(report.repaired()).isZero();
    for (int i = 1; i <= release; i++) {
      assertThat(images.get(i).requests).contains("delta@0")
          .noneMatch(request -> request.startsWith("delta@") && !request.equals("delta@0"));
    }
    long heads = (long) release * ForgedImage.SEGMENT;
    assertThat(report.bytesFetched()).isLessThanOrEqualTo(
        images.get(release).payload().length + heads + images.get(release)
            .volume()
            .tiles()
            .length());
  }

  /** One delta that reads from everywhere is no chain, and no reason to fetch everything. */
  @Test
  void takesASingleDeltaWhateverWorkItIs() throws IOException {
    forge(blocksOfAllTiles(), ForgedImage::addScatteredDelta);

    install(1, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(1));
    assertThat(images.get(1).requests).contains("delta@0").doesNotContain("full@0");
  }

  @Test
  void followsCopiesToWhereTheyStand() throws IOException {
    byte[] first = contents.getFirst().clone();
    images.clear();
    contents.clear();
    Random random = new Random(5);
    Differ none = (image, before, old, now) -> {};
    release(first, none);
    for (int i = 0; i < 4; i++) {
      List<Extent> blocks = shuffled(random);
      release(copied(contents.getLast(), blocks),
          (image, before, old, now) -> image.addCopyingDelta(before, blocks));
    }

    VolumeReport report = install(4, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(4));
    assertThat(report.repaired()).isZero();
    assertThat(images.get(4).requests).doesNotContain("full@0");
  }

  /** Each tile has the first blocks of many others: by itself it cannot be compressed, and with these it can. */
  private static byte[] blocksOfAllTiles() {
    byte[] firsts = new byte[TILES * Extent.BLOCK];
    new Random(7).nextBytes(firsts);
    byte[] content = new byte[SIZE];
    int perTile = ForgedImage.TILE / Extent.BLOCK;
    for (int block = 0; block < SIZE / Extent.BLOCK; block++) {
      int first = (block / perTile + 7 * (block % perTile)) % TILES;
      System.arraycopy(firsts, first * Extent.BLOCK, content, block * Extent.BLOCK, Extent.BLOCK);
    }
    return content;
  }

  /** The base's blocks in any order; and some of them, in later tiles, from the volume's own first tile. */
  private static List<Extent> shuffled(Random random) {
    int blocks = SIZE / Extent.BLOCK;
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      extents.add(new Extent(Extent.Space.OLD, i, 1));
    }
    Collections.shuffle(extents, random);
    int perTile = ForgedImage.TILE / Extent.BLOCK;
    for (int i = perTile; i < blocks; i += 7) {
      extents.set(i, new Extent(Extent.Space.NEW, random.nextInt(perTile), 1));
    }
    return extents;
  }

  private static byte[] copied(byte[] base, List<Extent> blocks) {
    byte[] content = new byte[SIZE];
    for (int i = 0; i < blocks.size(); i++) {
      Extent from = blocks.get(i);
      System.arraycopy(from.space() == Extent.Space.OLD ? base : content, (int) from.offset(),
          content, i * Extent.BLOCK, Extent.BLOCK);
    }
    return content;
  }

  @Test
  void takesFromTheFullPayloadWhatAWornSlotCannotGive() throws IOException {
    running.content[7 * ForgedImage.TILE + 5] ^= 1;

    VolumeReport report = install(3, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(3));
    assertThat(report.repaired()).isBetween(1, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void finishesAfterAPowerCutAtAnyWrite(int threads) throws IOException {
    long writes = 0;
    while (true) {
      new Random(3).nextBytes(target.content);
      target.cutAfter(writes);
      try {
        install(2, threads);
        break;
      } catch (IOException e) {
        assertThat(e).hasMessage("power cut");
      }
      target.cutAfter(Long.MAX_VALUE);

      VolumeReport report = install(2, threads);

      assertThat(report.repaired()).isZero();
      assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(2));
      writes++;
    }
    assertThat(writes).isGreaterThan(TILES);
  }

  private VolumeReport install(int release, int threads) throws IOException {
    return new Installer(new TwoSlots(running, target),
        new InstallSettings(threads, 4, new Retry(3, pause -> {})))
        .install(images.get(release).manifest,
            new ImageFiles(new Repository(), "board/images/" + version(release)), Slot.B,
            images.getFirst().manifest, InstallProgress.none())
        .volumes()
        .getFirst();
  }

  private static Version version(int release) {
    return Version.parse("1." + release + ".0");
  }

  /** The releases' files, each in its own directory. */
  private final class Repository implements Origin {
    @Override
    public String name() {
      return "forge";
    }

    @Override
    public Optional<Body> open(String path, long offset) throws IOException {
      for (int release = 0; release < images.size(); release++) {
        if (path.startsWith("targets/board/images/" + version(release) + "/")) {
          return images.get(release).open(path, offset);
        }
      }
      return Optional.empty();
    }
  }
}
