package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates of what the real lz4 packed: machine code of more than one of its blocks, in the midst of something else. */
@SuppressWarnings("NullAway.Init") // set before each test
final class PackedTextIT {

  private static final Tool LZ4 = new Tool("lz4", "lz4");
  private static final int MIB = 1 << 20;
  private static final int VOLUME = 8 << 20;
  private static final int BEGIN = 300_001;
  private static final int EDITS = 40;

  private static byte[] library;

  @TempDir
  Path directory;

  @BeforeAll
  static void findText() throws IOException {
    Needs.tools(LZ4);
    library = Files.readAllBytes(
        Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so"));
  }

  /**
   * What level 9 packs is guessed without a mistake, so the update is that of the text; what another level packs is corrected,
   * and the update is right all the same.
   */
  @ParameterizedTest
  @CsvSource({"9, 9, 60_000", "12, 2, 600_000"})
  void updatesWhatLz4Packed(int level, int mebibytes, long most) throws IOException {
    byte[] text = Arrays.copyOf(library, mebibytes * MIB);
    Checkout checkout = Checkout.find();
    Random random = new Random(level);
    Path before = volume("before", text, level);
    Path after = volume("after", edited(text, random), level);
    Workshop workshop = Workshop.create(directory.resolve("workshop"), checkout.basculeImage());
    workshop.build(1, before, 3);
    workshop.publish(1);
    workshop.build(2, after, 3);
    workshop.publish(2);
    DiskImage disk = DiskImage.create(
        directory.resolve("disk"), DiskPlan.forVolume(VOLUME), before);
    Device device = workshop.assemble(directory.resolve("device"), disk.file(),
        workshop.repository().toUri().toString(), checkout.bascule());
    device.recordFactoryImage(workshop.built(1).resolve(ImageManifest.FILE_NAME));
    device.powerOn();

    JsonNode installed =
        new ObjectMapper().readTree(device.bascule("install", "--json").run().output());

    assertThat(disk.firstDifference(Slot.B, after)).isEqualTo(-1);
    assertThat(installed.at("/cost/volumes/0/tiles_repaired").intValue()).isZero();
    assertThat(installed.at("/cost/bytes_fetched").longValue()).isBetween(1L, most);
  }

  /** A text with some bytes put in and some changed, so that what follows stands elsewhere. */
  private static byte[] edited(byte[] content, Random random) {
    byte[] edited = content.clone();
    byte[] change = new byte[5];
    for (int i = 0; i < EDITS; i++) {
      int at = random.nextInt(edited.length - 2 * change.length);
      if (i % 2 == 0) {
        System.arraycopy(edited, at, edited, at + change.length,
            edited.length - change.length - at);
      }
      random.nextBytes(change);
      System.arraycopy(change, 0, edited, at, change.length);
    }
    return edited;
  }

  private Path volume(String name, byte[] content, int level) throws IOException {
    Path unpacked = Files.write(directory.resolve(name + ".text"), content);
    Path packed = directory.resolve(name + ".lz4");
    LZ4.command("-l", "-" + level, "-q", unpacked.toString(), packed.toString()).run();
    byte[] stream = Files.readAllBytes(packed);
    byte[] volume = new byte[VOLUME];
    new Random(1).nextBytes(volume);
    return Files.write(directory.resolve(name),
        ByteBuffer.wrap(volume).put(BEGIN, stream).array());
  }
}
