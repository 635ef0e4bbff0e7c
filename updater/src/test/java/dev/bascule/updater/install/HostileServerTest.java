package dev.bascule.updater.install;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.updater.install.FaultServer.Conduct;
import dev.bascule.updater.install.InstallException.Fault;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.Mirrors;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole install from servers that do everything wrong: it gets through, or ends with the right name for what is wrong. */
class HostileServerTest {

  private static final int SIZE = 20 * ForgedImage.TILE;
  private static final int PIECES_PER_THREAD = 4;
  private static final HttpLimits PATIENT = HttpLimits.standard();
  private static final HttpLimits QUICK = new HttpLimits(Duration.ofSeconds(5),
      Duration.ofMillis(500), Duration.ofMillis(300), Duration.ofSeconds(1), 1024);

  private final byte[] content = new byte[SIZE];
  private final MemoryVolume target = new MemoryVolume(new byte[SIZE + (64 << 10)]);
  private final List<Duration> pauses = new ArrayList<>();
  private ForgedImage image;

  @BeforeEach
  void forge() throws IOException {
    new Random(1).nextBytes(content);
    image = new ForgedImage(content, true);
  }

  @Test
  void needsOneConnectionOfAServerThatIsWell() throws IOException {
    try (FaultServer server = new FaultServer(image, FaultServer::well)) {
      install(server);

      requireInstalled();
      assertThat(server.connections).hasValue(1);
      assertThat(server.requests).containsExactly(".tiles", ".full");
      assertThat(server.payloadBytes).hasValue(image.payload().length);
    }
  }

  /** Faults that happen to the first request for the payload; the second one is answered well. */
  static Stream<String> passingFaults() {
    return Faults.ALL.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void getsOverAFaultThatPasses(String fault) throws IOException {
    Conduct bad = requireNonNull(Faults.ALL.get(fault));
    try (FaultServer server = new FaultServer(image, (request, out) -> request.number() == 0
        ? bad.answer(request, out)
        : FaultServer.well(request, out))) {

      install(server, limits(fault), 4);

      requireInstalled();
    }
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void leavesAMirrorThatIsAlwaysSo(String fault) throws IOException {
    try (FaultServer bad = new FaultServer(image, requireNonNull(Faults.ALL.get(fault)));
        FaultServer good = new FaultServer(image, FaultServer::well);
        WebClient client = new WebClient(WebSettings.of(limits(fault)))) {
      install(new ImageFiles(
          new Mirrors(
              List.of(new HttpOrigin(bad.uri(), client), new HttpOrigin(good.uri(), client)),
              System::nanoTime),
          image.imageFiles().directory()), 8);

      requireInstalled();
      assertThat(bad.requests.stream().filter(".full"::equals).count()).isLessThanOrEqualTo(6);
      assertThat(good.requests).contains(".full");
    }
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void givesUpASourceThatIsAlwaysSoAndKeepsWhatItGave(String fault) throws IOException {
    try (FaultServer server = new FaultServer(image, requireNonNull(Faults.ALL.get(fault)))) {
      assertThatThrownBy(() -> install(server, limits(fault), 4))
          .isInstanceOfSatisfying(InstallException.class, e -> assertThat(e.fault())
              .isEqualTo(fault.equals("sends other bytes") ? Fault.TAMPERED : Fault.SOURCE))
          .hasMessageNotContaining("null");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40_000, 65_536, 200_000})
  void goesOnWhereALinkBrokeThatKeepsBreaking(int each) throws IOException {
    try (FaultServer server = new FaultServer(image, (request, out) -> {
      long rest = request.to() - request.from();
      long length = request.number() < 40 ? Math.min(each, rest) : rest;
      out.text(request.from() == 0
          ? request.head(200, rest)
          : request.head(206, rest, request.range()));
      out.body(request.file(), request.from(), length);
      return length == rest;
    })) {
      install(server, PATIENT, 100);

      requireInstalled();
      // What the platform's client has read and not handed on (three buffers of 16 KiB at once,
      // and those before) is lost with a link that breaks.
      long breaks = server.requests.stream().filter(".full"::equals).count() - 1;
      assertThat(server.payloadBytes.get()).isBetween((long) image.payload().length,
          image.payload().length + breaks * Math.min(each, 96 << 10));
    }
  }

  @Test
  void asksForWhatIsMissingAndKeepsTheConnection() throws IOException {
    System.arraycopy(content, 0, target.content, 0, SIZE);
    for (int tile : new int[]{2, 9, 10, 18}) {
      target.content[tile * ForgedImage.TILE] ^= 1;
    }
    try (FaultServer server = new FaultServer(image, FaultServer::well)) {
      install(server);

      requireInstalled();
      // The platform's client opens another where it has not put the first one back yet.
      assertThat(server.connections).hasValueBetween(1, 2);
      assertThat(server.requests).hasSize(5);
      assertThat(server.payloadBytes.get()).isLessThanOrEqualTo(10L * ForgedImage.SEGMENT);
    }
  }

  /**
   * The power goes at every write in turn, and the install is run again: what the server sends in both runs is the payload,
   * once more what was under way (pieces of two threads, and the segment that was being read), and no more.
   */
  @Test
  void sendsTwiceOnlyWhatWasUnderWayWhenThePowerWent() throws IOException {
    long underWay = (2L * PIECES_PER_THREAD + 2) * ForgedImage.SEGMENT;
    try (FaultServer server = new FaultServer(image, FaultServer::well)) {
      for (long writes = 0; writes < 20; writes += 3) {
        Arrays.fill(target.content, (byte) 0);
        server.payloadBytes.set(0);
        target.cutAfter(writes);
        assertThatThrownBy(() -> install(server)).hasMessage("power cut");
        target.cutAfter(Long.MAX_VALUE);
        long before = server.payloadBytes.get();

        install(server);

        requireInstalled();
        long kept = Math.max(0, writes - 1) * ForgedImage.TILE;
        assertThat(server.payloadBytes.get() - before).as("after a cut at write %d", writes)
            .isLessThanOrEqualTo(image.payload().length - kept + underWay);
      }
    }
  }

  @Test
  void startsAnewWhereAServerKnowsNoRanges() throws IOException {
    try (FaultServer server = new FaultServer(image, (request, out) -> {
      long length = request.number() == 0 ? 300_000 : request.file().length;
      out.text(request.head(200, request.file().length));
      out.body(request.file(), 0, length);
      return request.number() > 0;
    })) {
      install(server);

      requireInstalled();
      assertThat(server.payloadBytes).hasValue(image.payload().length + 300_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Content-Range: bytes 0-99/500000\r\n", "Content-Range: bytes 100001-100100/500000\r\n", "",
      "Content-Range: bytes */500000\r\n", "Content-Range: pages 1-2/3\r\n"})
  void refusesAnotherPartThanTheOneThatIsMissing(String range) throws IOException {
    try (FaultServer server = new FaultServer(image, (request, out) -> {
      if (request.number() == 0) {
        out.text(request.head(200, request.file().length));
        out.body(request.file(), 0, 100_000);
        return false;
      }
      if (request.number() == 1) {
        out.text(request.head(206, 100, range));
        out.body(request.file(), 0, 100);
        return true;
      }
      return FaultServer.well(request, out);
    })) {
      install(server);

      requireInstalled();
      // The connection that broke off may have taken all with it that was on its way.
      assertThat(server.payloadBytes.get())
          .isLessThanOrEqualTo(image.payload().length + 100_000 + 100);
    }
  }

  @Test
  void noticesThatTheFileChangedInTheMiddle() throws IOException {
    byte[] other = image.payload().clone();
    new Random(2).nextBytes(other);
    try (FaultServer server = new FaultServer(image, (request, out) -> {
      if (request.number() == 0) {
        out.text(request.head(200, request.file().length));
        out.body(request.file(), 0, 200_000);
        // The platform's client tells of an end before it has handed on what came before it.
        Thread.sleep(200);
        return false;
      }
      out.text(request.head(206, request.to() - request.from(), request.range()));
      out.body(other, request.from(), request.to() - request.from());
      return true;
    })) {
      assertThatThrownBy(() -> install(server))
          .isInstanceOfSatisfying(InstallException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.TAMPERED));
    }
    assertThat(Arrays.copyOf(target.content, 2 * ForgedImage.TILE))
        .isEqualTo(Arrays.copyOf(content, 2 * ForgedImage.TILE));
  }

  @Test
  void waitsAsLongAsAServerAsks() throws IOException {
    try (FaultServer server = new FaultServer(image, (request, out) -> request.number() == 0
        ? Faults.says("HTTP/1.1 429 Slow\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n")
            .answer(request, out)
        : FaultServer.well(request, out))) {
      install(server);

      requireInstalled();
      assertThat(pauses).containsExactly(Duration.ofSeconds(90));
    }
  }

  @Test
  void comesBackLaterToAServerThatAsksForMoreThanAnInstallWaits() throws IOException {
    try (FaultServer server = new FaultServer(image,
        Faults.says("HTTP/1.1 503 Busy\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n"))) {
      assertThatThrownBy(() -> install(server))
          .isInstanceOfSatisfying(InstallException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.SOURCE));
      assertThat(pauses).isEmpty();
      assertThat(server.requests).containsExactly(".tiles", ".full");
    }
  }

  /** Quick where the server has to be given up by the clock; a machine that is busy takes its time with the others. */
  private static HttpLimits limits(String fault) {
    return fault.startsWith("stalls") || fault.equals("crawls") || fault.equals("never answers")
        ? QUICK
        : PATIENT;
  }

  private void install(FaultServer server) throws IOException {
    install(server, PATIENT, 4);
  }

  private void install(FaultServer server, HttpLimits limits, int attempts) throws IOException {
    try (WebClient client = new WebClient(WebSettings.of(limits))) {
      install(new ImageFiles(new HttpOrigin(server.uri(), client),
          image.imageFiles().directory()), attempts);
    }
  }

  private void install(ImageFiles files, int attempts) throws IOException {
    SlotVolumes volumes = new SlotVolumes() {
      @Override
      public Set<String> roles() {
        return Set.of("root");
      }

      @Override
      public Volume open(Slot slot, String role, Access access) {
        return slot == Slot.B ? target : new MemoryVolume(new byte[target.content.length]);
      }
    };
    new Installer(volumes, new InstallSettings(2, 4, new Retry(attempts, pauses::add)))
        .install(image.manifest, files, Slot.B, null, InstallProgress.none());
  }

  private void requireInstalled() {
    assertThat(Arrays.copyOf(target.content, SIZE)).isEqualTo(content);
  }
}
