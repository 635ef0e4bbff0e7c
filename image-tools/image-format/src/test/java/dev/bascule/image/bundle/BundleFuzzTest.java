package dev.bascule.image.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.origin.Body;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes are a bundle or a {@link BundleException}; a pipe and a file say the same. */
class BundleFuzzTest {

  private static final String[] NAMES = {"metadata/1.root.json", "targets/a", "targets/b/c"};

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyBundle(byte[] bundle) {
    requireSame(bundle);
  }

  /** The same with sums that are right, which a fuzzer seldom finds. */
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyBundleWithRightSums(byte[] bundle) {
    byte[] summed = bundle.clone();
    for (int at = 0; at + TarHeader.BLOCK <= summed.length; at += TarHeader.BLOCK) {
      byte[] block = Arrays.copyOfRange(summed, at, at + TarHeader.BLOCK);
      if (block[257] == 'u' && block[258] == 's') {
        System.arraycopy(BundleForge.sum(block), 0, summed, at, block.length);
      }
    }
    requireSame(summed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsOrRefusesABundleWithSomeBytesExchanged(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bundle = BundleForge.bundle(NAMES);
      for (int n = random.nextInt(4); n >= 0; n--) {
        bundle[random.nextInt(bundle.length)] = (byte) random.nextInt(256);
      }
      readsOrRefusesAnyBundleWithRightSums(bundle);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(BundleForge.bundle(NAMES),
        BundleForge.bundle("targets/" + "long/".repeat(12) + "name".repeat(20)));
  }

  private static void requireSame(byte[] bundle) {
    assertThat(readAll(BundleForge.pipe(bundle)))
        .isEqualTo(readAll(new BundleOrigin(new BundleForge.Memory(bundle))));
  }

  /** What is read until something is refused. */
  private static String readAll(BundleOrigin origin) {
    StringBuilder read = new StringBuilder();
    try {
      for (BundleFile file : origin.index().files()) {
        Optional<Body> body = origin.open(file.name(), 0);
        if (body.isPresent()) {
          byte[] content = body.get().stream().readAllBytes();
          assertThat(content).hasSize((int) file.length());
          read.append(file).append(Arrays.hashCode(content));
        }
      }
      origin.requireEnd();
    } catch (BundleException e) {
      assertThat(e).hasMessageNotContaining("\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return read.toString();
  }
}
