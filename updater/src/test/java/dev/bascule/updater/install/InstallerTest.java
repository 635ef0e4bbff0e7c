package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.updater.install.InstallException.Fault;
import dev.bascule.updater.install.InstallReport.VolumeReport;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallerTest {

  private static final int SIZE = 21 * ForgedImage.TILE + 5 * 4096;
  private static final InstallSettings SETTINGS =
      new InstallSettings(2, 4, new Retry(3, pause -> {}));
  private static final int DEVICE_SIZE = SIZE + (64 << 10);

  private final byte[] content = content(1);
  private final MemoryVolume target = new MemoryVolume(content(2, DEVICE_SIZE));
  private final MemoryVolume running = new MemoryVolume(content(3, DEVICE_SIZE));
  private ForgedImage image;

  @BeforeEach
  void forge() throws IOException {
    image = new ForgedImage(content, true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesTheVolumeByteForByte(boolean verity) throws IOException {
    image = new ForgedImage(content, verity);

    VolumeReport report = install();

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
    assertThat(report.transferred()).isEqualTo(22);
    assertThat(report.bytesWritten()).isEqualTo(target.bytesWritten.get());
    assertThat(report.bytesFetched())
        .isEqualTo(image.payload().length + image.volume().tiles().length());
    assertThat(image.requests).containsExactly("tiles@0", "full@0");
  }

  @Test
  void neitherFetchesNorWritesWhatIsThere() throws IOException {
    install();
    target.bytesWritten.set(0);
    image.requests.clear();

    VolumeReport report = install();

    assertThat(target.bytesWritten).hasValue(0);
    assertThat(report.held()).isEqualTo(22);
    assertThat(image.requests).containsExactly("tiles@0");
  }

  @Test
  void tellsOfOnePhaseAfterAnotherThoughTwoGoOnAtOnce() throws IOException {
    List<String> told = new ArrayList<>();
    List<Long> done = new ArrayList<>();

    installer(target).install(image.manifest, image.imageFiles(), Slot.B, null,
        (role, phase, bytes, total) -> {
          if (told.isEmpty() || !told.getLast().equals(phase.name())) {
            told.add(phase.name());
            done.clear();
          }
          assertThat(done.isEmpty() || bytes >= done.getLast()).isTrue();
          done.add(bytes);
        });

    assertThat(told).containsExactly("TRANSFER", "READ_BACK");
    assertThat(done.getLast()).isEqualTo(SIZE);
  }

  @Test
  void doesWhatIsToBeDoneBeforeEachStretch() throws IOException {
    AtomicInteger begun = new AtomicInteger();

    new Installer(new TwoSlots(running, target), SETTINGS.beforeStretch(begun::incrementAndGet))
        .install(image.manifest, image.imageFiles(), Slot.B, null, InstallProgress.none());

    assertThat(begun).hasValueGreaterThan(22 / 4);
  }

  @Test
  void writesOnlyTheBlocksThatDiffer() throws IOException {
    image = new ForgedImage(content, false);
    System.arraycopy(content, 0, target.content, 0, SIZE);
    target.content[5 * ForgedImage.TILE + 4096] ^= 1;
    target.content[9 * ForgedImage.TILE + 3 * 4096 - 1] ^= 1;

    VolumeReport report = install();

    assertThat(report.held()).isEqualTo(20);
    assertThat(report.bytesWritten()).isEqualTo(2 * 4096);
    assertThat(report.bytesFetched()).isLessThan(image.payload().length / 2);
    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesNoZerosWhereTheMediumTakesBlocksBack(boolean can) throws IOException {
    Arrays.fill(content, 2 * ForgedImage.TILE, 6 * ForgedImage.TILE, (byte) 0);
    image = new ForgedImage(content, false);
    target.deallocates = can;

    VolumeReport report = install();

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
    // Two tiles behind these are zeros in every image here.
    assertThat(report.bytesDeallocated()).isEqualTo(can ? 6 * ForgedImage.TILE : 0);
    assertThat(report.bytesWritten()).isEqualTo(SIZE - report.bytesDeallocated());
    assertThat(target.bytesWritten).hasValue(report.bytesWritten());
  }

  @Test
  void leavesZerosAloneThatAreThere() throws IOException {
    Arrays.fill(content, 2 * ForgedImage.TILE, 6 * ForgedImage.TILE, (byte) 0);
    image = new ForgedImage(content, false);
    Arrays.fill(target.content, (byte) 0);
    target.deallocates = true;

    assertThat(install().bytesDeallocated()).isZero();
  }

  @Test
  void copiesWhatTheRunningSlotHolds() throws IOException {
    System.arraycopy(content, 0, running.content, 0, 15 * ForgedImage.TILE);

    VolumeReport report = install();

    assertThat(report.copied()).isEqualTo(15);
    assertThat(report.transferred()).isEqualTo(7);
    assertThat(report.bytesFetched()).isLessThan(image.payload().length);
    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
  }

  @Test
  void finishesAfterAPowerCutAtAnyWrite() throws IOException {
    long writes = 0;
    while (true) {
      System.arraycopy(content(2, DEVICE_SIZE), 0, target.content, 0, DEVICE_SIZE);
      target.cutAfter(writes);
      try {
        install();
        break;
      } catch (IOException e) {
        assertThat(e).hasMessage("power cut");
      }
      target.cutAfter(Long.MAX_VALUE);

      install();

      assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
      writes++;
    }
    assertThat(writes).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void getsThroughALinkThatBreaksAllTheTime(long seed) throws IOException {
    Random random = new Random(seed);
    Origin broken = broken(image, () -> (16 << 10) + random.nextInt(ForgedImage.SEGMENT / 2));

    VolumeReport report = install(new ImageFiles(broken, "board/images/1.0.0"));

    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
    assertThat(report.bytesFetched())
        .isEqualTo(image.payload().length + image.volume().tiles().length());
  }

  @Test
  void givesUpOnASourceThatDeliversNothingAndKeepsWhatItHas() throws IOException {
    int[] budget = {10 * ForgedImage.SEGMENT};
    Origin dying = broken(image, () -> {
      int now = budget[0];
      budget[0] = 0;
      return now;
    });

    assertThatThrownBy(() -> install(new ImageFiles(dying, "board/images/1.0.0")))
        .isInstanceOfSatisfying(InstallException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.SOURCE))
        .hasMessageContaining("broke 3 times in a row");

    VolumeReport report = install();
    assertThat(report.held()).isGreaterThan(5);
    assertThat(report.bytesFetched()).isLessThan(image.payload().length * 2L / 3);
  }

  @Test
  void takesUpATransferFromAServerWithoutRanges() throws IOException {
    System.arraycopy(content, 0, target.content, 0, 12 * ForgedImage.TILE);
    image.ranges = false;

    VolumeReport report = install();

    assertThat(report.held()).isEqualTo(12);
    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
  }

  @Test
  void refusesATamperedPayloadAndWritesNothingOfIt() {
    image.payload()[3 * ForgedImage.SEGMENT + 7] ^= 1;
    byte[] before = target.content.clone();

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(InstallException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.TAMPERED))
        .hasMessageContaining("payload segment 3")
        .hasMessageContaining("twice");
    int tile = 12;
    assertThat(Arrays.copyOfRange(target.content, tile * ForgedImage.TILE, SIZE))
        .isEqualTo(Arrays.copyOfRange(before, tile * ForgedImage.TILE, SIZE));
  }

  @Test
  void refusesATamperedTileTableBeforeItTouchesTheSlot() {
    image.file("root.tiles")[100] ^= 1;

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(InstallException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.TAMPERED));
    assertThat(target.bytesWritten).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 12345, SIZE - 1, SIZE + 4096 + 5, SIZE + 3 * 4096})
  void findsOutThatTheMediumDidNotKeepAByte(long position) {
    target.flipBitAt(position);

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(InstallException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.MEDIUM));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsOutThatTheMediumIsSmallerThanItSays(boolean verity) throws IOException {
    image = new ForgedImage(content, verity);
    target.wrapAt(16 * ForgedImage.TILE);

    assertThatThrownBy(this::install)
        .isInstanceOfSatisfying(InstallException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.MEDIUM));
  }

  @Test
  void refusesAnImageThatIsTooLargeWithItsHashTree() {
    MemoryVolume small = new MemoryVolume(new byte[SIZE]);

    assertThatThrownBy(() -> installer(small).requireFits(image.manifest, Slot.B))
        .hasMessageContaining("needs " + image.volume().deviceSize() + " bytes")
        .hasMessageContaining("memory has " + SIZE);
  }

  @Test
  void saysWhichFileAnOriginLacks() {
    image.files.remove("root.full");

    assertThatThrownBy(this::install)
        .hasMessageContaining("forge has no targets/board/images/1.0.0/")
        .hasMessageContaining(".root.full");
  }

  private VolumeReport install() throws IOException {
    return install(image.imageFiles());
  }

  private VolumeReport install(ImageFiles files) throws IOException {
    return installer(target)
        .install(image.manifest, files, Slot.B, null, InstallProgress.none())
        .volumes()
        .getFirst();
  }

  private Installer installer(MemoryVolume slotB) {
    return new Installer(new TwoSlots(running, slotB), SETTINGS);
  }

  /** An origin whose payload streams end after some bytes. */
  private static Origin broken(ForgedImage image, IntSupplier life) {
    return new Origin() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Optional<Body> open(String path, long offset) throws IOException {
        Optional<Body> whole = image.open(path, offset);
        return path.endsWith(".full")
            ? whole.map(body -> new Body(breaking(body.stream(), life.getAsInt()), body.start()))
            : whole;
      }
    };
  }

  private static InputStream breaking(InputStream stream, int life) {
    return new FilterInputStream(stream) {
      private int left = life;

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0) {
          throw new IOException("connection reset");
        }
        int count = super.read(bytes, offset, Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
      }
    };
  }

  private static byte[] content(long seed) {
    byte[] content = content(seed, SIZE);
    Arrays.fill(content, 7 * ForgedImage.TILE, 9 * ForgedImage.TILE, (byte) 0);
    return content;
  }

  private static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }
}
