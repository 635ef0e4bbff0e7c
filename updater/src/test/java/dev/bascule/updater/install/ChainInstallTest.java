package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ChainLink;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

  @BeforeEach
  void forgeOneDeltaPerRelease() throws IOException {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    List<ChainLink> links = new ArrayList<>();
    for (int release = 0; release < 5; release++) {
      for (int tile = release; tile < TILES; tile += 3) {
        content[tile * ForgedImage.TILE + 99 + release] ^= 1;
      }
      ForgedImage image = new ForgedImage(content, true);
      if (release > 0) {
        ForgedImage before = images.getLast();
        image.addDelta(before, contents.getLast(), content);
        image.manifest = image.manifest.with(List.of(image.volume().withLinks(links)));
      }
      links.addAll(image.volume()
          .payloads()
          .stream()
          .filter(payload -> payload.kind().equals(Payload.DELTA))
          .map(delta -> link(image, delta))
          .toList());
      contents.add(content.clone());
      images.add(image);
    }
    System.arraycopy(contents.getFirst(), 0, running.content, 0, SIZE);
  }

  private ChainLink link(ForgedImage image, Payload delta) {
    return new ChainLink(version(images.size()), BaseVolume.of(image.volume()), delta);
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
  void takesFromTheFullPayloadWhatALostLinkWouldHaveMade() throws IOException {
    images.get(2).files.remove("root.delta");

    VolumeReport report = install(4, 4);

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(contents.get(4));
    assertThat(report.repaired()).isPositive();
    // It is asked for once, not once for each tile.
    assertThat(images.get(2).requests).containsExactly("delta@0");
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
