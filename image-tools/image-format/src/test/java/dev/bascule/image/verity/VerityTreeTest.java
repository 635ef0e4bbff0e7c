package dev.bascule.image.verity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerityTreeTest {

  private static final UUID SOME_UUID = UUID.fromString("11111111-2222-3333-4444-555555555555");
  private static final int BLOCK = VerityParameters.BLOCK_SIZE;

  @TempDir
  Path directory;

  /** Sizes around each border between levels: 128 digests to a block. */
  @ParameterizedTest
  @CsvSource({
      "1, ''", "2, aa", "127, 00ff", "128, 00ff", "129, 00ff", "1000, 0123456789abcdef",
      "16384, 5a5a",
      "16385, ''"
  })
  void writesWhatVeritysetupFormatWrites(int dataBlocks, String salt) throws Exception {
    byte[] data = new byte[dataBlocks * BLOCK];
    new Random(dataBlocks).nextBytes(data);
    VerityParameters parameters = new VerityParameters(salt, SOME_UUID, dataBlocks);

    ByteBuffer area = ByteBuffer.allocate((int) VerityLayout.of(dataBlocks).areaLength());
    Sha256 root = build(parameters, data, (offset, block) -> area.put((int) offset, block));

    Path dataFile = Files.write(directory.resolve("data"), data);
    Path hashFile = Files.createFile(directory.resolve("hash"));
    String printed = veritysetup("format", "--salt=" + (salt.isEmpty() ? "-" : salt),
        "--uuid=" + SOME_UUID, dataFile.toString(), hashFile.toString());
    assertThat(printed).contains(root.toString());
    assertThat(Files.readAllBytes(hashFile)).isEqualTo(area.array());
  }

  @Test
  void isAcceptedByVeritysetupVerifyBehindTheDataInOneFile() throws Exception {
    int dataBlocks = 300;
    byte[] data = new byte[dataBlocks * BLOCK];
    new Random(7).nextBytes(data);
    VerityParameters parameters = new VerityParameters("c0ffee", SOME_UUID, dataBlocks);
    long areaLength = VerityLayout.of(dataBlocks).areaLength();
    ByteBuffer volume = ByteBuffer.allocate(data.length + (int) areaLength).put(0, data);
    Sha256 root = build(parameters, data,
        (offset, block) -> volume.put(data.length + (int) offset, block));
    Path file = Files.write(directory.resolve("volume"), volume.array());

    veritysetup("verify", "--hash-offset=" + data.length, file.toString(), file.toString(),
        root.toString());
  }

  @Test
  void refusesMoreOrFewerBlocksThanItCovers() throws IOException {
    VerityTree tree = new VerityTree(
        new VerityParameters("", SOME_UUID, 2), VerityTree.Sink.none());
    tree.add(new byte[Sha256.LENGTH], 1);

    assertThatThrownBy(tree::finish).hasMessage("the tree covers 2 blocks, found 1");
    assertThatThrownBy(() -> tree.add(new byte[2 * Sha256.LENGTH], 2))
        .hasMessage("the tree covers 2 blocks, found 3");
  }

  private static Sha256 build(VerityParameters parameters, byte[] data, VerityTree.Sink sink)
      throws IOException {
    byte[] leaves = new byte[data.length / BLOCK * Sha256.LENGTH];
    VerityTree.leafDigests(
        Sha256.newDigest(), parameters.saltBytes(), data, data.length, leaves);
    VerityTree tree = new VerityTree(parameters, sink);
    tree.add(leaves, data.length / BLOCK);
    return tree.finish();
  }

  private static String veritysetup(String... arguments) throws Exception {
    Path tool = List.of("/sbin/veritysetup", "/usr/sbin/veritysetup")
        .stream()
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElse(Path.of("veritysetup"));
    assumeTrue(Files.exists(tool) || "true".equals(System.getenv("CI")),
        "veritysetup (Debian package cryptsetup-bin) is not installed");
    ProcessBuilder command = new ProcessBuilder(tool.toString()).redirectErrorStream(true);
    command.command().addAll(List.of(arguments));
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
