package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaInstallTest {

  private static final int TILES = 21;
  private static final int SIZE = TILES * ForgedImage.TILE;
  private static final int DEVICE_SIZE = SIZE + (64 << 10);

  private final byte[] before = content(1, SIZE);
  private final byte[] after = before.clone();
  private final MemoryVolume running = new MemoryVolume(Arrays.copyOf(before, DEVICE_SIZE));
  private final MemoryVolume target = new MemoryVolume(content(3, DEVICE_SIZE));
  private ForgedImage installed;
  private ForgedImage image;

  @BeforeEach
  void forge() throws IOException {
    for (int tile = 0; tile < TILES; tile += 2) {
      after[tile * ForgedImage.TILE + 777] ^= 1;
    }
    installed = new ForgedImage(before, true);
    image = new ForgedImage(after, true);
    image.addDelta(installed, before, after);
  }

  @Test
  void fetchesTheDeltaAlone() throws IOException {
    VolumeReport report = install();

    assertHoldsTheImage();
    assertThat(report.repaired()).isZero();
    assertThat(report.transferred()).isEqualTo(TILES);
    assertThat(image.requests).containsExactly("tiles@0", "delta@0");
    assertThat(report.bytesFetched())
        .isEqualTo(image.file("root.delta").length + image.volume().tiles().length())
        .isLessThan(image.payload().length / 50);
  }

  @Test
  void takesFromTheFullPayloadWhatAWornSlotCannotGive() throws IOException {
    running.content[4 * ForgedImage.TILE + 5] ^= 1;
    running.content[9 * ForgedImage.TILE + 5] ^= 1;

    VolumeReport report = install();

    assertHoldsTheImage();
    // Tile 9 is copied and wrong; tile 10, which is made from it, waits for the right one or is repaired with it.
    assertThat(report.repaired()).isBetween(2, 3);
    assertThat(image.requests).contains("full@0");
  }

  @Test
  void installsThoughTheRunningSlotIsNotWhatItsRecordSays() throws IOException {
    new Random(4).nextBytes(running.content);

    VolumeReport report = install();

    assertHoldsTheImage();
    assertThat(report.repaired()).isEqualTo(TILES);
  }

  @Test
  void doesWithoutADeltaThatTheRepositoryLost() throws IOException {
    image.files.remove("root.delta");

    VolumeReport report = install();

    assertHoldsTheImage();
    assertThat(report.repaired()).isEqualTo(TILES);
  }

  @Test
  void doesWithoutADeltaThatIsDamaged() throws IOException {
    image.file("root.delta")[100] ^= 1;

    install();

    assertHoldsTheImage();
    assertThat(image.requests).containsSubsequence("tiles@0", "delta@0", "delta@0", "full@0");
  }

  @Test
  void takesAnotherBasesDeltaForNone() throws IOException {
    ForgedImage other = new ForgedImage(content(8, SIZE), true);
    installed = other;
    System.arraycopy(content(8, SIZE), 0, running.content, 0, SIZE);

    VolumeReport report = install();

    assertHoldsTheImage();
    assertThat(report.repaired()).isZero();
    assertThat(image.requests).containsExactly("tiles@0", "full@0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void finishesAfterAPowerCutAtAnyWrite(int threads) throws IOException {
    long writes = 0;
    while (true) {
      System.arraycopy(content(3, DEVICE_SIZE), 0, target.content, 0, DEVICE_SIZE);
      target.cutAfter(writes);
      try {
        install(threads);
        break;
      } catch (IOException e) {
        assertThat(e).hasMessage("power cut");
      }
      target.cutAfter(Long.MAX_VALUE);

      VolumeReport report = install(threads);

      assertThat(report.repaired()).isZero();
      assertHoldsTheImage();
      writes++;
    }
    assertThat(writes).isGreaterThan(TILES);
  }

  private void assertHoldsTheImage() {
    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(after);
  }

  private VolumeReport install() throws IOException {
    return install(4);
  }

  private VolumeReport install(int threads) throws IOException {
    return new Installer(new TwoSlots(running, target),
        new InstallSettings(threads, 4, new Retry(3, pause -> {})))
        .install(image.manifest, image.imageFiles(), Slot.B, installed.manifest,
            InstallProgress.none())
        .volumes()
        .getFirst();
  }

  private static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }
}
