package dev.bascule.image.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a bundle uses what it is read from: when it opens it anew, what it lets go, what it says when that fails. */
class BundleSourceTest {

  private static final int READ_THROUGH = 256 << 10;
  private static final String FIRST = "metadata/1.root.json";
  private static final String FILLER = "targets/filler";
  private static final String LAST = "targets/last";

  @Test
  void readsThroughAShortGapAndOpensAnewBehindALongOne() throws IOException {
    Connection shortGap = new Connection(withFiller(READ_THROUGH));
    assertThat(read(new BundleOrigin(shortGap), LAST)).isEqualTo(LAST);
    assertThat(shortGap.opened).isEqualTo(1);

    Connection longGap = new Connection(withFiller(READ_THROUGH + 1));
    assertThat(read(new BundleOrigin(longGap), LAST)).isEqualTo(LAST);
    assertThat(longGap.opened).isEqualTo(2);
    assertThat(longGap.live).isEqualTo(1);
  }

  /** What follows a large file may be wanted hours later, when it was written. */
  @Test
  void keepsNoConnectionAfterALargeFile() throws IOException {
    Connection small = new Connection(withFiller(READ_THROUGH));
    read(new BundleOrigin(small), FILLER);
    assertThat(small.live).isEqualTo(1);

    Connection large = new Connection(withFiller(READ_THROUGH + 1));
    read(new BundleOrigin(large), FILLER);
    assertThat(large.live).isZero();
  }

  @Test
  void leavesNothingOpen() throws IOException {
    Connection source = new Connection(withFiller(1));
    BundleOrigin origin = new BundleOrigin(source);
    read(origin, LAST);
    read(origin, FIRST);
    assertThat(source.opened).isEqualTo(2);
    assertThat(source.live).isEqualTo(1);

    origin.close();

    assertThat(source.live).isZero();
    assertThat(origin.name()).isEqualTo("a connection");
  }

  @Test
  void opensAConnectionAnewThatBroke() throws IOException {
    Connection source = new Connection(withFiller(1));
    BundleOrigin origin = new BundleOrigin(source);
    read(origin, FIRST);

    source.broken = true;
    assertThatThrownBy(() -> read(origin, LAST)).isNotInstanceOf(BundleException.class)
        .hasMessage("connection reset")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(source.live).isZero();

    source.broken = false;
    assertThat(read(origin, LAST)).isEqualTo(LAST);
  }

  @Test
  void saysWhereAMediumCannotBeRead() throws IOException {
    Connection source = new Connection(withFiller(1));
    source.comesBack = false;
    BundleOrigin origin = new BundleOrigin(source);
    read(origin, FIRST);

    source.broken = true;
    assertThatThrownBy(() -> read(origin, LAST)).isInstanceOf(BundleException.class)
        .hasMessageContaining("cannot be read at byte ")
        .hasMessageContaining(": connection reset");
  }

  @Test
  void readsAFileFromAnyByteOn(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("update.bascule"), withFiller(READ_THROUGH + 1));

    try (BundleOrigin origin = new BundleOrigin(new FileSource(file))) {
      assertThat(origin.name()).isEqualTo(file.toString());
      assertThat(read(origin, LAST)).isEqualTo(LAST);
      assertThat(read(origin, FIRST)).isEqualTo(FIRST);
      origin.requireEnd();
    }
    assertThat(new FileSource(file).maySucceedLater()).isFalse();
    assertThatThrownBy(() -> new FileSource(directory.resolve("none")).openAt(0))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void opensAFileOnceAndNoOtherThatComesUnderItsName(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("update.bascule"), withFiller(READ_THROUGH + 1));

    try (BundleOrigin origin = new BundleOrigin(new FileSource(file))) {
      assertThat(read(origin, LAST)).isEqualTo(LAST);
      Files.delete(file);
      Files.writeString(file, "something else");
      assertThat(read(origin, FIRST)).isEqualTo(FIRST);
      origin.requireEnd();
    }
  }

  @Test
  void opensNothingButAFileItself(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("update.bascule"), withFiller(1));
    Path link = Files.createSymbolicLink(directory.resolve("link.bascule"), file);
    Path pipe = directory.resolve("pipe.bascule");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (Path name : List.of(link, pipe, directory)) {
      assertThatThrownBy(() -> new FileSource(name).openAt(0)).isInstanceOf(BundleException.class)
          .hasMessageContaining("expected a file itself, found "
              + (name.equals(link) ? "a link" : "something else"));
    }
  }

  @Test
  void readsAPipeByteByByteToo() throws IOException {
    BundleOrigin origin = BundleForge.pipe(withFiller(1));
    try (InputStream stream = origin.open(FIRST, 0).orElseThrow().stream()) {
      assertThat(stream.read()).isEqualTo('m');
      assertThat(stream.skip(8)).isEqualTo(8);
      assertThat(stream.read(new byte[4], 1, 0)).isZero();
      assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("1.root.json");
      assertThat(stream.read()).isEqualTo(-1);
    }
    assertThat(read(origin, LAST)).isEqualTo(LAST);
  }

  @Test
  void aPipeKnowsWhereItStandsHoweverItWasRead() throws IOException {
    PipeSource pipe =
        new PipeSource("a pipe", new ByteArrayInputStream("0123456789".getBytes(UTF_8)));
    try (InputStream stream = pipe.openAt(2)) {
      assertThat(stream.read()).isEqualTo('2');
      assertThat(stream.readNBytes(3)).asString(UTF_8).isEqualTo("345");
    }

    assertThat(pipe.openAt(6).read(new byte[9], 0, 9)).isEqualTo(4);
    assertThat(pipe.openAt(10).read()).isEqualTo(-1);
    assertThat(pipe.openAt(10).read(new byte[1], 0, 1)).isEqualTo(-1);
    assertThatThrownBy(() -> pipe.openAt(9)).hasMessageContaining("byte 9 is needed again");
    assertThat(pipe.openAt(10).read()).isEqualTo(-1);
    assertThat(pipe.maySucceedLater()).isFalse();
    assertThat(pipe.name()).isEqualTo("a pipe");
  }

  private static byte[] withFiller(int length) {
    BundleIndex index = new BundleIndex(List.of(
        new BundleFile(FIRST, FIRST.length()), new BundleFile(FILLER, length),
        new BundleFile(LAST, LAST.length())));
    return new BundleForge().index(index)
        .file(FIRST, FIRST.getBytes(UTF_8))
        .file(FILLER, new byte[length])
        .file(LAST, LAST.getBytes(UTF_8))
        .end();
  }

  private static String read(BundleOrigin origin, String name) throws IOException {
    try (var body = origin.open(name, 0).orElseThrow()) {
      return new String(body.stream().readAllBytes(), UTF_8);
    }
  }

  /** A web server's bundle: counts its connections, and breaks them when told to. */
  private static final class Connection implements BundleSource {
    private final BundleForge.Memory bundle;
    private int opened;
    private int live;
    private boolean broken;
    private boolean comesBack = true;

    Connection(byte[] bundle) {
      this.bundle = new BundleForge.Memory(bundle);
    }

    @Override
    public String name() {
      return "a connection";
    }

    @Override
    public InputStream openAt(long position) {
      opened++;
      live++;
      return new FilterInputStream(bundle.openAt(position)) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          requireWhole();
          return super.read(bytes, offset, length);
        }

        @Override
        public long skip(long count) throws IOException {
          requireWhole();
          return super.skip(count);
        }

        @Override
        public void close() throws IOException {
          live--;
          requireWhole();
        }

        private void requireWhole() throws IOException {
          if (broken) {
            throw new IOException("connection reset");
          }
        }
      };
    }

    @Override
    public boolean maySucceedLater() {
      return comesBack;
    }
  }
}
