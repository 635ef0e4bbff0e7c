package dev.bascule.bootctl.systemdboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.systemdboot.BootEntry.EntryIdentity;
import dev.bascule.bootctl.volume.FileVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryOrderTest {
  private static final String[] PIECES =
      {"1", "2", "10", "007", "a", "b", "Z", "rc", ".", "-", "~", "^", "_", "1.2", "0"};

  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isTheOrderOfSystemdsOwnTool(long seed) throws Exception {
    var partition = BootPartition.in(directory);
    var random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      String counter = random.nextInt(3) == 0
          ? "+" + random.nextInt(3) + (random.nextBoolean() ? "-" + (1 + random.nextInt(2)) : "")
          : "";
      String key = random.nextInt(4) == 0 ? "" : random.nextBoolean() ? "os" : "other";
      if (random.nextInt(3) == 0) {
        partition.putImage("image" + i + counter + ".efi", "NAME=x\nID=os\nIMAGE_VERSION=\""
            + version(random) + "\"\n");
      } else {
        // The loader compares names in lower case, the tool as they are; and the tool takes no ~ and ^.
        String stem = version(random).toLowerCase(Locale.ROOT).replaceAll("[~^]", "") + i;
        partition.putText(stem + counter + ".conf", key, version(random));
      }
    }

    var ours = new EntryFiles(directory).read()
        .stream()
        .sorted(BootEntry.order(EntryIdentity.WITHOUT_COUNTER))
        .map(entry -> entry.name().toString())
        .toList();

    assertThat(ours).hasSize(40).isEqualTo(partition.listByBootctl());
  }

  private static String version(Random random) {
    var text = new StringBuilder("v");
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1.9,1.10", "1~rc1,1", "1,1.1", "1-1,1.1", "007,8", "a,1", "1,1a", "ab,abc"})
  void putsTheOlderFirst(String older, String newer) {
    assertThat(VersionOrder.OLDEST_FIRST.compare(older, newer)).isNegative();
    assertThat(VersionOrder.OLDEST_FIRST.compare(newer, older)).isPositive();
    assertThat(VersionOrder.OLDEST_FIRST.compare(older, older)).isZero();
  }

  @Test
  void readsTheReleaseOfAUnifiedKernelImage() throws Exception {
    var file = directory.resolve("image.efi");
    Files.write(file, BootPartition.image("ID=device\nVERSION_ID='7'\nVERSION=\"7 (seven)\"\n"));

    try (var image = FileVolume.open(file, Access.READ)) {
      assertThat(KernelImage.readRelease(image).map(EntryText::ofRelease))
          .contains(new EntryText("device", "", "7 (seven)"));
    }
  }

  @FuzzTest
  void takesAnyImage(byte[] bytes) throws Exception {
    var file = Files.createTempFile("image", ".efi");
    try {
      Files.write(file, bytes);
      try (var image = FileVolume.open(file, Access.READ)) {
        assertThat(KernelImage.readRelease(image).orElse("").length())
            .isLessThanOrEqualTo(bytes.length);
      }
    } finally {
      Files.delete(file);
    }
  }

  @FuzzTest
  void ordersAnyVersions(FuzzedDataProvider data) {
    String a = data.consumeString(64);
    String b = data.consumeString(64);

    int order = VersionOrder.OLDEST_FIRST.compare(a, b);

    assertThat(Integer.signum(VersionOrder.OLDEST_FIRST.compare(b, a)))
        .isEqualTo(-Integer.signum(order));
  }

  @FuzzTest
  void readsAnyName(FuzzedDataProvider data) {
    EntryName.parse(data.consumeRemainingAsString())
        .ifPresent(name -> assertThat(EntryName.parse(name.toString())).contains(name));
  }

  @FuzzTest
  void readsAnyText(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    assertThat(EntryText.ofEntry(text)).isNotNull();
    assertThat(EntryText.ofRelease(text)).isNotNull();
    assertThat(new EntryPattern(text).fits("slot-a.conf")).isIn(true, false);
  }
}
