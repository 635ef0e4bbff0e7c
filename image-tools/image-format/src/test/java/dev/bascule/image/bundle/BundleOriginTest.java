package dev.bascule.image.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Version;
import dev.bascule.image.origin.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleOriginTest {

  private static final String ROOT = "metadata/1.root.json";
  private static final String TIMESTAMP = "metadata/timestamp.json";
  private static final String LONG =
      "targets/edge/images/1.4.0/" + "0123456789abcdef".repeat(4) + ".a-volume-of-a-long-name.full";
  private static final String[] NAMES = {ROOT, TIMESTAMP, LONG, "targets/edge/last"};
  private static final byte[] BUNDLE = BundleForge.bundle(NAMES);

  @Test
  void givesEachFileThroughAPipe() throws IOException {
    BundleOrigin origin = BundleForge.pipe(BUNDLE);

    for (String name : NAMES) {
      assertThat(read(origin, name, 0)).isEqualTo(name);
    }
    origin.requireEnd();
  }

  @Test
  void passesOverWhatIsNotWanted() throws IOException {
    BundleOrigin origin = BundleForge.pipe(BUNDLE);

    assertThat(read(origin, TIMESTAMP, 9)).isEqualTo("timestamp.json");
    assertThat(read(origin, "targets/edge/last", 0)).isEqualTo("targets/edge/last");
  }

  @Test
  void knowsAtOnceWhatIsNotThere() throws IOException {
    BundleOrigin origin = BundleForge.pipe(BUNDLE);

    assertThat(origin.open("metadata/2.root.json", 0)).isEmpty();
    assertThat(origin.open("metadata/..%2F1.root.json", 0)).isEmpty();
    assertThat(read(origin, "metadata/1%2Eroot.json", 0)).isEqualTo(ROOT);
  }

  @Test
  void goesOnInAFileThatWasLeft() throws IOException {
    BundleOrigin origin = BundleForge.pipe(BUNDLE);

    assertThat(part(origin, LONG, 0, 10)).isEqualTo(LONG.substring(0, 10));
    assertThat(part(origin, LONG, 20, 10)).isEqualTo(LONG.substring(20, 30));
    assertThatThrownBy(() -> part(origin, LONG, 5, 1)).isInstanceOf(BundleException.class)
        .hasMessageContaining("a pipe gives each byte once", "install that");
  }

  @Test
  void goesBackInAFile() throws IOException {
    BundleForge.Memory source = new BundleForge.Memory(BUNDLE);
    BundleOrigin origin = new BundleOrigin(source);

    assertThat(read(origin, LONG, 0)).isEqualTo(LONG);
    assertThat(read(origin, ROOT, 0)).isEqualTo(ROOT);
    assertThat(read(origin, LONG, 7)).isEqualTo(LONG.substring(7));
    assertThat(source.opened).isEqualTo(2);
  }

  @Test
  void readsNothingOfAFileThatWasLeftForAnother() throws IOException {
    BundleOrigin origin = BundleForge.pipe(BUNDLE);
    InputStream first = origin.open(ROOT, 0).orElseThrow().stream();
    assertThat(origin.open(TIMESTAMP, 0)).isPresent();

    assertThatThrownBy(() -> first.read()).hasMessageContaining("was left for another file");
  }

  @Test
  void refusesAnOffsetBehindAFilesEnd() {
    assertThatThrownBy(() -> BundleForge.pipe(BUNDLE).open(ROOT, ROOT.length() + 1))
        .hasMessageContaining("has 20 bytes, asked for byte 21");
  }

  @Test
  void saysWhichVersionsItHas() throws IOException {
    BundleIndex index = BundleForge.index(
        "targets/edge/images/1.10.0/ab.image.json", "targets/edge/images/1.4.0/ab.image.json",
        "targets/edge/images/nonsense/ab.image.json", "targets/edge/images/1.5.0/ab.root.full",
        "targets/edger/images/2.0.0/ab.image.json");

    assertThat(BundleIndex.decode(index.encode())).isEqualTo(index);
    assertThat(index.versions("edge"))
        .containsExactly(Version.parse("1.4.0"), Version.parse("1.10.0"));
  }

  /** Whatever the byte at which a copy ends: what came before is given, and then it is said that it ends. */
  @Test
  void saysWhereACutCopyEndsWhateverTheByte() throws IOException {
    for (int length = 0; length < BUNDLE.length; length++) {
      byte[] cut = Arrays.copyOf(BUNDLE, length);
      for (BundleSource source : List.of(new BundleForge.Memory(cut),
          new PipeSource("a pipe", new ByteArrayInputStream(cut)))) {
        BundleOrigin origin = new BundleOrigin(source);
        ThrowingCallable readAll = () -> {
          for (String name : NAMES) {
            assertThat(read(origin, name, 0)).isEqualTo(name);
          }
          origin.requireEnd();
        };
        assertThatThrownBy(readAll).as("cut at byte %d", length)
            .isInstanceOf(BundleException.class)
            .hasMessageContaining("copy it again");
      }
    }
  }

  @Test
  void refusesWhatFollowsTheLastFile() throws IOException {
    byte[] more = new BundleForge().index(BundleForge.index(ROOT))
        .file(ROOT, ROOT.getBytes(UTF_8))
        .file(TIMESTAMP, TIMESTAMP.getBytes(UTF_8))
        .end();
    BundleOrigin origin = BundleForge.pipe(more);

    assertThat(read(origin, ROOT, 0)).isEqualTo(ROOT);
    assertThatThrownBy(origin::requireEnd).isInstanceOf(BundleException.class)
        .hasMessageContaining("found more");
  }

  static Stream<Named<byte[]>> hostileBundles() {
    byte[] root = ROOT.getBytes(UTF_8);
    BundleIndex two = BundleForge.index(ROOT, TIMESTAMP);
    byte[] wrongSum = BundleForge.header('0', ROOT, "00000000024\0");
    wrongSum[0] ^= 1;
    byte[] wrongMagic = BundleForge.header('0', ROOT, "00000000024\0");
    wrongMagic[262] = ' ';
    return Stream.of(
        Named.of("empty", new byte[0]),
        Named.of("an empty archive", new BundleForge().end()),
        Named.of("no index first", new BundleForge().file(ROOT, root).end()),
        Named.of("an index of nothing", new BundleForge().file(BundleIndex.NAME, utf8("{}")).end()),
        Named.of("an index too long",
            new BundleForge().header('0', BundleIndex.NAME, BundleIndex.MAX_LENGTH + 1L).end()),
        Named.of("files in another order", new BundleForge().index(two)
            .file(TIMESTAMP, TIMESTAMP.getBytes(UTF_8))
            .file(ROOT, root)
            .end()),
        Named.of("a file twice", new BundleForge().index(two)
            .file(ROOT, root)
            .file(ROOT, root)
            .end()),
        Named.of("a file longer than the index says", new BundleForge().index(two)
            .file(ROOT, utf8(ROOT + "!"))
            .end()),
        Named.of("a symbolic link", new BundleForge().index(two).header('2', ROOT, 20).end()),
        Named.of("a hard link", new BundleForge().index(two).header('1', ROOT, 20).end()),
        Named.of("a directory", new BundleForge().index(two).header('5', ROOT, 20).end()),
        Named.of("a device", new BundleForge().index(two).header('4', ROOT, 20).end()),
        Named.of("GNU tar's long name", new BundleForge().index(two).header('L', ROOT, 20).end()),
        Named.of("words about all files", new BundleForge().index(two).header('g', ROOT, 20).end()),
        Named.of("a wrong sum", new BundleForge().index(two).block(wrongSum).end()),
        Named.of("GNU tar's magic", new BundleForge().index(two)
            .block(BundleForge.sum(wrongMagic))
            .end()),
        Named.of("a size that is not octal", new BundleForge().index(two)
            .block(BundleForge.header('0', ROOT, "00000000029\0"))
            .end()),
        Named.of("a size in base 256", new BundleForge().index(two)
            .block(BundleForge.header('0', ROOT, "\u0080\0\0\0\0\0\0\0\0\0\0\u0014"))
            .end()),
        Named.of("two extensions", extended(two, "20 path=x\n", "20 path=x\n")),
        Named.of("an extension too long",
            new BundleForge().index(two).header('x', "x", TarHeader.MAX_EXTENSION + 1L).end()),
        Named.of("an extension with a wrong length", extended(two, "31 path=" + ROOT + "\n")),
        Named.of("an extension without its line break", extended(two, "28 path=" + ROOT)),
        Named.of("an extension that makes a link",
            extended(two, BundleForge.record("linkpath", "x"))),
        Named.of("an extension with another size", extended(two, BundleForge.record("size", "21"))),
        Named.of("an extension with an endless size",
            extended(two, BundleForge.record("size", "9".repeat(30)))),
        Named.of("an extension with another name", extended(two, BundleForge.record("path", "x"))));
  }

  @ParameterizedTest
  @MethodSource("hostileBundles")
  void refusesABundleThatIsNot(byte[] bundle) {
    for (BundleOrigin origin : List.of(BundleForge.pipe(bundle),
        new BundleOrigin(new BundleForge.Memory(bundle)))) {
      assertThatThrownBy(() -> {
        read(origin, ROOT, 0);
        read(origin, TIMESTAMP, 0);
      }).isInstanceOf(BundleException.class)
          .hasMessageStartingWith(origin.name())
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'files':[],'format':1}",
      "{'files':[{'length':1,'name':'metadata/a'}],'format':2}",
      "{'files':[{'length':1,'name':'metadata/a'},{'length':1,'name':'metadata/a'}],'format':1}",
      "{'files':[{'length':-1,'name':'metadata/a'}],'format':1}",
      "{'files':[{'length':1099511627777,'name':'metadata/a'}],'format':1}",
      "{'files':[{'length':1099511627776,'name':'metadata/a'},{'length':1,'name':'metadata/b'}],'format':1}",
      "{'files':[{'length':1,'name':'/metadata/a'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata/../a'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata/.a'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata//a'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata/a/'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata\\\\a'}],'format':1}",
      "{'files':[{'length':1,'name':'etc/passwd'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata'}],'format':1}",
      "{'files':[{'length':1,'name':'metadata/a\\u0000b'}],'format':1}"})
  void refusesAHostileIndex(String json) {
    byte[] index = utf8(json.replace('\'', '"'));

    assertThatThrownBy(() -> BundleForge.pipe(new BundleForge().file(BundleIndex.NAME, index).end())
        .index()).isInstanceOf(BundleException.class)
        .hasMessageContaining("bundle.json: ");
  }

  @Test
  void refusesMoreFilesThanTheLimit() {
    StringBuilder json = new StringBuilder("{\"files\":[");
    for (int i = 0; i <= BundleIndex.MAX_FILES; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"length\":0,\"name\":\"targets/")
          .append(i)
          .append("\"}");
    }
    byte[] index = utf8(json + "],\"format\":1}");

    assertThatThrownBy(() -> BundleForge.pipe(new BundleForge().file(BundleIndex.NAME, index).end())
        .index()).hasMessageContaining("at most 4096 elements, found 4097");
  }

  @Test
  void readsSizesOverEightGibibytes() {
    TarHeader header = TarHeader.decode(BundleForge.header('0', "x", "00000000000\0"))
        .extendedBy(utf8(BundleForge.record("size", "9000000000")));

    assertThat(header).isEqualTo(new TarHeader(false, "x", 9_000_000_000L));
  }

  @Test
  void takesWhatIsJustAllowed() throws IOException {
    String name = "targets/" + "n".repeat(92);
    BundleIndex index = BundleForge.index(ROOT, name);
    byte[] document = Arrays.copyOf(index.encode(), BundleIndex.MAX_LENGTH);
    Arrays.fill(document, index.encode().length, document.length, (byte) ' ');
    byte[] bundle = new BundleForge().file(BundleIndex.NAME, document)
        .extension(BundleForge.record("size", "0000020").repeat(256))
        .file(ROOT, ROOT.getBytes(UTF_8))
        .file(name, name.getBytes(UTF_8))
        .end();
    assertThat(BundleForge.record("size", "0000020").repeat(256))
        .hasSize(TarHeader.MAX_EXTENSION);

    BundleOrigin origin = BundleForge.pipe(bundle);

    assertThat(read(origin, ROOT, 20)).isEmpty();
    assertThat(read(origin, name, 0)).isEqualTo(name);
  }

  @Test
  void takesAnIndexUpToItsLimits() throws IOException {
    String longest = "targets/" + "x".repeat(255) + "/" + "y".repeat(BundleFile.MAX_NAME - 264);
    List<BundleFile> many =
        new ArrayList<>(List.of(new BundleFile(longest, BundleFile.MAX_LENGTH)));
    for (int i = 1; i < BundleIndex.MAX_FILES; i++) {
      many.add(new BundleFile("targets/" + i, 0));
    }
    BundleIndex index = new BundleIndex(many);

    assertThat(BundleIndex.decode(index.encode())).isEqualTo(index);
    assertThat(index.length()).isEqualTo(1L << 40);
    assertThatThrownBy(() -> new BundleFile(longest + "y", 0))
        .isInstanceOf(IllegalArgumentException.class);
    many.add(new BundleFile("targets/one-more", 0));
    assertThatThrownBy(() -> new BundleIndex(many)).hasMessageContaining("found 4097");
  }

  @Test
  void readsToTheEndWhateverWasReadBefore() throws IOException {
    BundleForge.pipe(BUNDLE).requireEnd();
    BundleOrigin origin = BundleForge.pipe(BUNDLE);
    read(origin, ROOT, 0);
    origin.requireEnd();
  }

  @Test
  void saysWhichKindOfEntryItRefuses() {
    assertThatThrownBy(() -> BundleForge.pipe(new BundleForge().header('2', ROOT, 0).end())
        .index()).hasMessageContaining("found an entry of the kind 50");
  }

  @Test
  void fillsUpToWholeBlocks() {
    assertThat(LongStream.of(0, 1, 511, 512, 513).map(TarHeader::padded))
        .containsExactly(0L, 512L, 512L, 512L, 1024L);
  }

  private static byte[] extended(BundleIndex index, String... records) {
    BundleForge forge = new BundleForge().index(index);
    for (String one : records) {
      forge.extension(one);
    }
    return forge.file(ROOT, ROOT.getBytes(UTF_8))
        .file(TIMESTAMP, TIMESTAMP.getBytes(UTF_8))
        .end();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static String read(BundleOrigin origin, String name, long offset) throws IOException {
    return part(origin, name, offset, Integer.MAX_VALUE);
  }

  private static String part(BundleOrigin origin, String name, long offset, int length)
      throws IOException {
    Optional<Body> body = origin.open(name, offset);
    assertThat(body).as(name).isPresent();
    try (Body open = body.orElseThrow()) {
      assertThat(open.start()).isEqualTo(offset);
      return new String(open.stream().readNBytes(length), UTF_8);
    }
  }
}
