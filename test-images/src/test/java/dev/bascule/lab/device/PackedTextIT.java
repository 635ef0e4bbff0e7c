package dev.bascule.lab.device;

import dev.bascule.lab.Needs;
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
    library = EditedCode.library();
  }

  /**
   * What level 9 packs is guessed without a mistake, so the update is that of the text; what another level packs is corrected,
   * and the update is right all the same.
   */
  @ParameterizedTest
  @CsvSource({"9, 9, 60_000", "12, 2, 600_000"})
  void updatesWhatLz4Packed(int level, int mebibytes, long most) throws IOException {
    byte[] text = Arrays.copyOf(library, mebibytes * MIB);
    Random random = new Random(level);
    Path before = volume("before", text, level);
    Path after = volume("after", EditedCode.of(text, EDITS, random), level);

    DeltaUpdate.requireBytes(directory.resolve("update"), before, after, most);
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
