package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The running slot holds the image's blocks at other places, and nobody knows what image that is. */
class LocalBlocksTest {

  private static final int BLOCK = 4096;
  private static final int TILES = 64;
  private static final int SIZE = TILES * ForgedImage.TILE + 5 * BLOCK;
  private static final int DEVICE_SIZE = SIZE + (128 << 10);
  /** Of the image's tiles, those that the running slot cannot give: one block of each changed. */
  private static final int[] CHANGED = {3, 20, 21};

  private final byte[] wanted = content(1, SIZE);
  private final MemoryVolume running = new MemoryVolume(content(2, DEVICE_SIZE));
  private final MemoryVolume target = new MemoryVolume(content(3, DEVICE_SIZE));
  private ForgedImage image;

  @BeforeEach
  void forge() throws IOException {
    // Everything moved by three blocks, and the halves changed places.
    int half = SIZE / 2 / BLOCK * BLOCK;
    System.arraycopy(wanted, half, running.content, 3 * BLOCK, SIZE - half);
    System.arraycopy(wanted, 0, running.content, 3 * BLOCK + SIZE - half, half);
    for (int tile : CHANGED) {
      wanted[tile * ForgedImage.TILE + 9 * BLOCK] ^= 1;
    }
    image = new ForgedImage(wanted, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void fetchesOnlyWhatTheRunningSlotHasNowhere(int threads) throws IOException {
    image.addBlocks(wanted);

    VolumeReport report = install(threads);

    assertHoldsTheImage();
    assertThat(report.copied()).isEqualTo(TILES + 1 - CHANGED.length);
    assertThat(report.transferred()).isEqualTo(CHANGED.length);
    assertThat(image.requests.getFirst()).isEqualTo("tiles@0");
    assertThat(image.requests.get(1)).isEqualTo("blocks@0");
    assertThat(report.bytesFetched()).isLessThan(image.payload().length / 4);
  }

  @Test
  void fetchesAllWithoutAnIndex() throws IOException {
    VolumeReport report = install(4);

    assertHoldsTheImage();
    assertThat(report.copied()).isZero();
    assertThat(report.bytesFetched()).isGreaterThan(image.payload().length);
  }

  /** Each seed lies about other blocks: which it says are the same, and which are there. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void makesNoWrongTileOfAnIndexThatLies(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] lie = wanted.clone();
    for (int i = 0; i < 40 * seed; i++) {
      System.arraycopy(running.content, random.nextInt(DEVICE_SIZE / BLOCK) * BLOCK, lie,
          random.nextInt(SIZE / BLOCK) * BLOCK, BLOCK);
    }
    image.addBlocks(lie);

    install(4);

    assertHoldsTheImage();
  }

  /** All hashes in one place of the table: it takes no more time, and what is not found is fetched. */
  @Test
  void installsThoughAllHashesCollide() throws IOException {
    image.addBlocks(LongStream.range(0, SIZE / BLOCK).toArray());

    install(4);

    assertHoldsTheImage();
  }

  @Test
  void doesWithoutAnIndexThatIsDamagedOrLost() throws IOException {
    image.addBlocks(wanted);
    image.file("root.blocks")[100] ^= 1;

    VolumeReport damaged = install(4);

    assertHoldsTheImage();
    assertThat(damaged.copied()).isZero();
    System.arraycopy(content(3, DEVICE_SIZE), 0, target.content, 0, DEVICE_SIZE);
    image.files.remove("root.blocks");
    assertThat(install(4).copied()).isZero();
    assertHoldsTheImage();
  }

  @Test
  void looksAtAPartOnlyWhereNothingIsInCommon() throws IOException {
    image.addBlocks(wanted);
    new Random(9).nextBytes(running.content);

    install(4);

    assertHoldsTheImage();
    // Three stretches of 66 for the index, and 36 tiles to see whether any is at its place.
    assertThat(running.bytesRead.get()).isLessThan(DEVICE_SIZE * 2L / 3);
  }

  /** A worn slot: what cannot be read is fetched. */
  @Test
  void fetchesWhatTheRunningSlotCannotRead() throws IOException {
    image.addBlocks(wanted);
    running.failReadsAt(7 * ForgedImage.TILE);

    VolumeReport report = install(4);

    assertHoldsTheImage();
    assertThat(report.copied()).isPositive().isLessThan(TILES + 1 - CHANGED.length);
  }

  private void assertHoldsTheImage() {
    assertThat(Arrays.mismatch(Arrays.copyOf(target.content, SIZE), wanted)).isEqualTo(-1);
  }

  private VolumeReport install(int threads) throws IOException {
    return new Installer(new TwoSlots(running, target),
        new InstallSettings(threads, 16, new Retry(3, pause -> {})))
        .install(image.manifest, image.imageFiles(), Slot.B, null, InstallProgress.none())
        .volumes()
        .getFirst();
  }

  private static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }
}
