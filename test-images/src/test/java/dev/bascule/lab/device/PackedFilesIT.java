package dev.bascule.lab.device;

import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates of EROFS volumes whose files the real mkfs.erofs packs: machine code in which a few bytes were put in and changed. */
@SuppressWarnings("NullAway.Init") // set before each test
final class PackedFilesIT {

  private static final Tool MKFS = new Tool("mkfs.erofs", "erofs-utils");
  private static final Tool LZ4 = new Tool("lz4", "lz4");
  private static final int MIB = 1 << 20;
  private static final int VOLUME = 8 * MIB;
  private static final int FILES = 2;
  private static final int FILE = 5 * MIB / 2;
  private static final int KERNEL = MIB;
  private static final int EDITS = 30;

  private static byte[] library;

  @TempDir
  Path directory;

  @BeforeAll
  static void findCode() throws IOException {
    Needs.tools(MKFS, LZ4);
    library = EditedCode.library();
  }

  /**
   * All of it is packed anew, some 3 MB, a part of it by lz4 itself, in a file that is stored as it is. What level 9 packs is guessed but for the ends of clusters; of what the fast packer packs nothing is, so
   * that the packed bytes are taken as they stand.
   */
  @ParameterizedTest
  @CsvSource({"-zlz4hc -C65536, 100_000", "-zlz4hc, 200_000", "-zlz4, 4_000_000"})
  void updatesFilesThatAreStoredPacked(String options, long most) throws IOException {
    Random random = new Random(3);
    byte[][] contents = new byte[FILES + 1][];
    for (int i = 0; i < FILES; i++) {
      contents[i] = Arrays.copyOfRange(library, i * FILE, (i + 1) * FILE);
    }
    contents[FILES] = Arrays.copyOf(library, KERNEL);
    Path before = volume("before", contents, options);
    for (int i = 0; i < contents.length; i++) {
      contents[i] = EditedCode.of(contents[i], EDITS, random);
    }
    Path after = volume("after", contents, options);
    DeltaUpdate.requireBytes(directory.resolve("update"), before, after, most);
  }

  private Path volume(String name, byte[][] contents, String options) throws IOException {
    Path tree = Files.createDirectories(directory.resolve(name + ".tree"));
    for (int i = 0; i < FILES; i++) {
      Files.write(tree.resolve("library" + i), contents[i]);
    }
    Path unpacked = Files.write(directory.resolve(name + ".text"), contents[FILES]);
    LZ4.command("-l", "-9", "-q", unpacked.toString(), tree.resolve("kernel").toString()).run();
    Path hints = Files.writeString(directory.resolve("hints"), "0 ^kernel\n");
    Path made = directory.resolve(name + ".erofs");
    List<String> words = new ArrayList<>(
        List.of("--quiet", "-T1", "-U", "c1b9d5a2-f162-11cf-9ece-0020afc76f16",
            "--compress-hints=" + hints));
    words.addAll(List.of(options.split(" ", -1)));
    words.addAll(List.of(made.toString(), tree.toString()));
    MKFS.command(words.toArray(String[]::new)).run();
    byte[] content = Files.readAllBytes(made);
    return Files.write(
        directory.resolve(name), ByteBuffer.allocate(VOLUME).put(content).array());
  }
}
