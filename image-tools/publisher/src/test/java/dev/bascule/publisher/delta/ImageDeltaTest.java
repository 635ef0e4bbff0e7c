package dev.bascule.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Version;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.DeltaChain;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.publisher.build.BuildSettings;
import dev.bascule.publisher.build.ImageBuilder;
import dev.bascule.publisher.build.ImageDescription;
import dev.bascule.publisher.build.VolumeSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDeltaTest {

  @TempDir
  Path directory;

  /** Each seed is another size and another sequence of edits: moved, changed, inserted, removed, zeroed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void makesDeltasThatGiveTheVolumeBack(long seed) throws IOException {
    byte[] before = content(new Random(seed), 700_000 + (int) seed * 300_001);
    byte[] after = edited(new Random(-seed), before);
    ImageManifest from = build("1.0.0", before);
    ImageManifest image = build("1.1.0", after);

    ImageManifest changed = add(image, from);

    VolumeImage volume = changed.volumes().getFirst();
    Payload delta = volume.delta(BaseVolume.of(from.volumes().getFirst())).orElseThrow();
    // Every tile was decoded again and compared while it was encoded: see TileEncoder.
    assertThat(delta.file().length()).isEqualTo(Files.size(folder("1.1.0")
        .resolve(delta.file().name())));
    assertThat(delta.file().length()).isLessThan(volume.full().orElseThrow().file().length() / 4);
    assertThat(ManifestJson.decode(Files.readAllBytes(folder("1.1.0").resolve("image.json"))))
        .isEqualTo(changed);
  }

  @Test
  void givesTheSameBytesHoweverManyProcessorsWork() throws IOException {
    byte[] before = content(new Random(1), 3_000_000);
    ImageManifest from = build("1.0.0", before);
    ImageManifest image = build("1.1.0", edited(new Random(2), before));

    Payload one = new ImageDelta(new DeltaBuilder(3, 1, 1 << 16))
        .add(folder("1.1.0"), image, from, ImageFolder.built(folder("1.0.0")), bytes -> {})
        .volumes()
        .getFirst()
        .payloads()
        .getLast();
    Payload four = new ImageDelta(new DeltaBuilder(3, 4, 1 << 16))
        .add(folder("1.1.0"), image, from, ImageFolder.built(folder("1.0.0")), bytes -> {})
        .volumes()
        .getFirst()
        .payloads()
        .getLast();

    assertThat(four).isEqualTo(one);
  }

  /** Interrupted at each quarter, with the last tile torn: what was whole is kept, and the bytes are those of one run. */
  @Test
  void goesOnWhereAnInterruptedRunEnded() throws IOException {
    byte[] before = content(new Random(1), 3_000_000);
    ImageManifest from = build("1.0.0", before);
    ImageManifest image = build("1.1.0", edited(new Random(2), before));
    Payload whole = add(image, from).volumes().getFirst().payloads().getLast();
    byte[] expected = Files.readAllBytes(folder("1.1.0").resolve(whole.file().name()));
    Files.delete(folder("1.1.0").resolve(whole.file().name()));
    Path part = folder("1.1.0").resolve(whole.file().name() + ".part");
    long work = ImageDelta.work(from, image);

    long last = 0;
    for (int quarter = 1; quarter < 4; quarter++) {
      // All but the encoding takes work - size; tiles that are kept count as done.
      long stop = work - image.volumes().getFirst().size() * (4 - quarter) / 4;
      long[] done = {0};
      assertThatThrownBy(() -> new ImageDelta(new DeltaBuilder(3, 1, 1 << 16)).add(
          folder("1.1.0"), image, from, ImageFolder.built(folder("1.0.0")), bytes -> {
            done[0] += bytes;
            if (done[0] > stop) {
              throw new IllegalStateException("interrupted");
            }
          })).hasMessage("interrupted");
      assertThat(Files.size(part)).isGreaterThan(last);
      try (FileChannel torn = FileChannel.open(part, StandardOpenOption.WRITE)) {
        torn.truncate(torn.size() - 1);
      }
      last = Files.size(part);
    }
    Payload resumed = add(image, from).volumes().getFirst().payloads().getLast();

    assertThat(resumed).isEqualTo(whole);
    assertThat(folder("1.1.0").resolve(whole.file().name())).hasBinaryContent(expected);
    assertThat(part).doesNotExist();
    try (Stream<Path> files = Files.list(folder("1.1.0"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("image.json", "root.tiles", "root.full", whole.file().name());
    }
  }

  @Test
  void makesNoDeltaForAVolumeThatIsTheSame() throws IOException {
    byte[] content = content(new Random(1), 300_000);
    ImageManifest from = build("1.0.0", content);
    ImageManifest image = build("1.1.0", content);

    assertThat(add(image, from).volumes().getFirst().payloads()).hasSize(1);
  }

  @Test
  void namesTheDeltasByWhichOlderDevicesComeToItsBase() throws IOException {
    byte[] content = content(new Random(1), 900_000);
    ImageManifest first = build("1.0.0", content);
    content[5] ^= 1;
    ImageManifest second = add(build("1.1.0", content), first);
    content[300_000] ^= 1;
    ImageManifest third = add(build("1.2.0", content), second);
    content[600_000] ^= 1;
    ImageManifest fourth = add(build("1.3.0", content), third);

    VolumeImage volume = ManifestJson.decode(ManifestJson.encode(fourth)).volumes().getFirst();

    assertThat(volume).isEqualTo(fourth.volumes().getFirst());
    assertThat(volume.links()).extracting(link -> link.version().toString())
        .containsExactly("1.2.0", "1.1.0");
    DeltaChain chain =
        volume.chain(BaseVolume.of(first.volumes().getFirst())).orElseThrow();
    assertThat(chain.links()).extracting(link -> link.version().toString())
        .containsExactly("1.1.0", "1.2.0");
    assertThat(chain.last().base()).isEqualTo(BaseVolume.of(third.volumes().getFirst()));
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    ImageManifest from = build("1.0.0", content(new Random(1), 900_000));
    ImageManifest image = build("1.1.0", content(new Random(2), 1_100_000));
    long[] done = {0};

    new ImageDelta(new DeltaBuilder(3, 2, 1 << 16)).add(folder("1.1.0"), image, from,
        ImageFolder.built(folder("1.0.0")), bytes -> done[0] += bytes);

    assertThat(done[0]).isEqualTo(ImageDelta.work(from, image));
  }

  private ImageManifest add(ImageManifest image, ImageManifest from) throws IOException {
    return new ImageDelta(new DeltaBuilder(3, 2, 1 << 16)).add(folder(image.version().toString()),
        image, from, ImageFolder.built(folder(from.version().toString())), bytes -> {});
  }

  private Path folder(String version) {
    return directory.resolve(version);
  }

  private ImageManifest build(String version, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(version + ".img"), content);
    ImageDescription description = new ImageDescription("Product", Version.parse(version),
        Instant.EPOCH, List.of("board"), 3, 1, null, "");
    return new ImageBuilder(folder(version),
        BuildSettings.defaults("Product", Version.parse(version)).withLevel(3))
        .build(description, List.of(new VolumeSource("root", file)), bytes -> {});
  }

  private static byte[] content(Random random, int size) {
    byte[] content = new byte[size];
    random.nextBytes(content);
    return content;
  }

  private static byte[] edited(Random random, byte[] before) {
    byte[] after = before.clone();
    for (int i = 0; i < 60; i++) {
      int from = random.nextInt(after.length - 60_000);
      int length = 1 + random.nextInt(i % 8 == 0 ? 50_000 : 300);
      switch (random.nextInt(5)) {
        case 0 -> System.arraycopy(before, random.nextInt(before.length - length), after, from,
            length);
        case 1 -> after[from] ^= 55;
        case 2 -> System.arraycopy(after.clone(), from, after, from + 7,
            Math.min(length, after.length - from - 7));
        case 3 -> after = concat(Arrays.copyOf(after, from),
            Arrays.copyOfRange(after, from + length, after.length));
        default -> Arrays.fill(after, from, from + length, (byte) 0);
      }
    }
    return after;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] whole = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, whole, a.length, b.length);
    return whole;
  }
}
