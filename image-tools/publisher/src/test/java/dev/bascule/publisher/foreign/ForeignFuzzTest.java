package dev.bascule.publisher.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.Sha256;
import dev.bascule.publisher.foreign.OtherArchives.File;
import dev.bascule.publisher.mender.MenderFormat;
import dev.bascule.publisher.rauc.RaucFormat;
import dev.bascule.publisher.swupdate.SwupdateFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes are another updater's file or refused by name, also where nobody is asked for a signature; and nothing is ever written
 * but into the work directory, which is gone afterwards.
 */
class ForeignFuzzTest {

  private static final List<ForeignFormat> FORMATS =
      List.of(new RaucFormat(), new SwupdateFormat(), new MenderFormat());

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyFile(byte[] content) throws IOException {
    for (ForeignFormat format : FORMATS) {
      read(format, content);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void readsOrRefusesFilesWithSomeBytesExchanged(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> wholes = seeds().toList();
    for (int round = 0; round < 300; round++) {
      int which = random.nextInt(wholes.size());
      byte[] content = wholes.get(which).clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        content = Arrays.copyOf(content, random.nextInt(content.length));
      }
      for (ForeignFormat format : FORMATS) {
        read(format, content);
      }
    }
  }

  @Test
  void readsTheWholeOnes() throws IOException {
    assertThat(read(new SwupdateFormat(), OtherArchives.swu(OtherArchives.IMAGE)))
        .isEqualTo("image");
    assertThat(read(new MenderFormat(), OtherArchives.mender(OtherArchives.IMAGE)))
        .isEqualTo("image");
    assertThat(read(new RaucFormat(), OtherArchives.raucb())).contains("unsquashfs");
  }

  /** The library would take as many bytes for a name as the archive says. */
  @Test
  void takesNoMemoryForANameWithoutEnd() throws IOException {
    byte[] archive = OtherArchives.cpio(new File("n".repeat(200_000), new byte[0]));

    assertThat(read(new SwupdateFormat(), archive)).contains("expected a header of at most 65536");
    archive = OtherArchives.tarWithName(200_000);
    assertThat(read(new MenderFormat(), archive)).contains("expected a header of at most 65536");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/bascule-outside", "data/../../outside"})
  void usesNoNameAsAPath(String name) throws IOException {
    File hostile = new File(name, OtherArchives.IMAGE.content());

    assertThat(read(new SwupdateFormat(), OtherArchives.swu(hostile))).isEqualTo("image");
    assertThat(read(new MenderFormat(), OtherArchives.mender(hostile))).isEqualTo("image");
    assertThat(Path.of("/bascule-outside")).doesNotExist();
  }

  @Test
  void refusesAnArchiveOfEmptyFilesWithoutEnd() throws IOException {
    File[] files = Stream.generate(() -> new File("file", new byte[0]))
        .limit(1100)
        .toArray(File[]::new);
    ArchiveStream archive = ArchiveStream.tar("test",
        new ByteArrayInputStream(OtherArchives.tar(files)), bytes -> {});

    assertThatThrownBy(() -> {
      while (archive.next().isPresent()) {
        // until it is refused
      }
    }).isInstanceOf(ForeignException.class).hasMessageContaining("at most 1000 files");
  }

  static Stream<byte[]> seeds() throws IOException {
    return Stream.of(OtherArchives.swu(OtherArchives.IMAGE),
        OtherArchives.mender(OtherArchives.IMAGE), OtherArchives.raucb());
  }

  /** What the image holds, or the refusal. */
  private static String read(ForeignFormat format, byte[] content) throws IOException {
    Path directory = Files.createTempDirectory("bascule-fuzz-");
    Path file = Files.write(directory.resolve("test"), content);
    try (WorkDirectory work = WorkDirectory.in(directory)) {
      ForeignRelease release = format.read(file,
          new ForeignRequest(Trust.ofAnybody(Instant.EPOCH), ImageRoles.parse(List.of()), List.of(),
              work, bytes -> {}));
      StoredFile image = release.images().getFirst().content();
      assertThat(Sha256.digest(Files.readAllBytes(image.path()))).isEqualTo(image.sha256());
      return Files.readString(image.path(), StandardCharsets.ISO_8859_1);
    } catch (ForeignException e) {
      assertThat(e.getMessage()).doesNotContain("\n").isNotEmpty();
      return String.valueOf(e.getMessage());
    } finally {
      try (Stream<Path> left = Files.list(directory)) {
        assertThat(left.toList()).containsExactly(file);
      }
      Files.delete(file);
      Files.delete(directory);
    }
  }
}
