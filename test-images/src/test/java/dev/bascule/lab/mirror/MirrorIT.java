package dev.bascule.lab.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import dev.bascule.publisher.mirror.Listed;
import dev.bascule.publisher.mirror.LocalEdition;
import dev.bascule.publisher.mirror.Mirror;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.Upload;
import dev.bascule.publisher.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A repository on S3Proxy, Debian's nginx and Debian's Apache: put there by the real command, read by the device's own client at
 * every step and whenever it is cut off. {@code -Dbascule.seed=N} repeats the moments of the kills.
 */
@SuppressWarnings("NullAway.Init") // the static fields are set before the tests
final class MirrorIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("bascule.seed", System.nanoTime());
  private static final int KILLS = Integer.getInteger("bascule.rounds", 2);

  /** Above 16 MiB an S3 store is sent parts. */
  private static final int LONG = 20 << 20;

  /** Which server. */
  enum Kind {
    S3, NGINX, APACHE
  }

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static JavaProgram program;
  private static Editions editions;
  private static Editions longEditions;
  private static final Map<Kind, StoreServer> SERVERS = new EnumMap<>(Kind.class);

  @BeforeAll
  static void publishTwoReleases() throws IOException {
    System.err.println("MirrorIT: to repeat this run, -Dbascule.seed=" + SEED);
    DavServer.require();
    checkout = Checkout.find();
    program = checkout.basculeImage();
    editions = Editions.make(bench.resolve("short"), checkout, 300_000);
    longEditions = Editions.make(bench.resolve("long"), checkout, LONG);
    SERVERS.put(Kind.S3, S3Proxy.start(bench.resolve("s3"), checkout));
    SERVERS.put(Kind.NGINX, DavServer.nginx(bench.resolve("nginx"),
        OperationsPage.block(checkout, "nginx")));
    SERVERS.put(Kind.APACHE, DavServer.apache(bench.resolve("apache")));
  }

  @AfterAll
  static void stopServers() throws IOException {
    for (StoreServer server : SERVERS.values()) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void devicesUpdateTwiceFromThere(Kind kind) throws IOException {
    StoreServer server = place(kind, "update");
    Path before = Files.write(bench.resolve(kind + "-before"), new byte[1 << 20]);
    Device device = Device.assemble(bench.resolve(kind + "-device"),
        DiskImage.create(bench.resolve(kind + "-disk"), DiskPlan.forVolume(LONG), before).file(),
        Workshop.MODEL, server.url("update").toString(), checkout.bascule());
    device.trust(longEditions.anchor());
    device.powerOn();

    mirror(server, "update", longEditions.first());
    run(device, "update");
    assertThat(device.boot()).isEqualTo(Slot.B);
    run(device, "confirm");
    mirror(server, "update", longEditions.second());
    run(device, "update");

    assertThat(device.disk().firstDifference(Slot.A, longEditions.newVolume())).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(names = {"S3", "NGINX"}) // one server of each protocol
  void readersFindAWholeEditionAtEveryStepAndWhereverItIsCutOff(Kind kind) throws IOException {
    int operations = 1;
    for (int cutAt = 0; cutAt <= operations; cutAt++) {
      for (boolean answerLost : List.of(false, true)) {
        String name = "cut-" + cutAt + "-" + answerLost;
        StoreServer server = place(kind, name);
        try (Onlooker onlooker = onlooker(kind, name, editions)) {
          inProcess(server, name, editions.first());
          assertThat(onlooker.look()).isEqualTo(Editions.FIRST);
          operations = cut(server, name, cutAt, answerLost, onlooker);
          assertThat(onlooker.look()).isIn(Editions.FIRST, Editions.SECOND);
          inProcess(server, name, editions.second());
          assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
        }
      }
    }
    assertThat(operations).isGreaterThan(12);
  }

  /** Returns how many operations there would be. */
  private static int cut(StoreServer server, String name, int cutAt, boolean answerLost,
      Onlooker onlooker) throws IOException {
    try (CutStore store = new CutStore(server.open(name), cutAt, answerLost,
        () -> assertThat(onlooker.look()).isIn(Editions.FIRST, Editions.SECOND))) {
      try {
        new Mirror(local(editions.second()), store, 1, Progress.none()).run(false, false);
        assertThat(cutAt).isGreaterThanOrEqualTo(store.operations());
        return store.operations();
      } catch (CutStore.Cut e) {
        assertThat(cutAt).isLessThan(store.operations());
        return store.operations() + 1;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"S3", "NGINX"})
  void readersFindAWholeEditionWhileTheCommandIsKilled(Kind kind) throws IOException {
    Random random = new Random(SEED);
    StoreServer server = place(kind, "kill-measure");
    mirror(server, "kill-measure", longEditions.first());
    long start = System.nanoTime();
    mirror(server, "kill-measure", longEditions.second());
    long whole = System.nanoTime() - start;
    for (int kill = 0; kill < KILLS; kill++) {
      String name = "kill-" + kill;
      server.makePlace(name);
      mirror(server, name, longEditions.first());
      try (Onlooker onlooker = onlooker(kind, name, longEditions)) {
        assertThat(onlooker.look()).isEqualTo(Editions.FIRST);
        long end = System.nanoTime() + (long) (whole * random.nextDouble());
        try (Background process = command(server, name, longEditions.second())
            .start(bench.resolve(kind + name + ".log"))) {
          while (System.nanoTime() < end) {
            assertThat(onlooker.look()).isIn(Editions.FIRST, Editions.SECOND);
          }
          process.kill();
        }
        assertThat(onlooker.look()).isIn(Editions.FIRST, Editions.SECOND);
        mirror(server, name, longEditions.second());
        assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void pruningLeavesWhatASlowDeviceStillReads(Kind kind) throws IOException {
    StoreServer server = place(kind, "prune");
    inProcess(server, "prune", editions.first());
    try (Onlooker slow = onlooker(kind, "prune", editions);
        RemoteStore store = server.open("prune")) {
      assertThat(slow.look()).isEqualTo(Editions.FIRST);
      mirror(server, "prune", editions.second(), "--prune", "--grace", "0s");
      slow.readAgain();

      Mirror mirror = new Mirror(local(editions.second()), store, 4, Progress.none());
      Mirror.Removed removed =
          mirror.prune(Instant.now().plus(Duration.ofDays(31)), Duration.ZERO, false);

      assertThat(removed.names()).first().asString().endsWith(".snapshot.json");
      assertThat(removed.names()).anyMatch(name -> name.endsWith(".catalog.json"))
          .noneMatch(name -> name.contains("/images/"));
      assertThat(store.list().keySet()).doesNotContainAnyElementsOf(removed.names());
      assertThat(slow.look()).isEqualTo(Editions.SECOND);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void refusesToGoBackOrToChangeWhatIsThere(Kind kind) throws IOException {
    StoreServer server = place(kind, "refuse");
    mirror(server, "refuse", editions.first());
    JsonNode wrong = spoil(server, "refuse");
    assertThat(wrong.at("/error/reason").asText()).isEqualTo("store-differs");
    mirror(server, "refuse", editions.second());

    Outcome back = command(server, "refuse", editions.first(), "--json").attempt();

    assertThat(back.exitCode()).isEqualTo(3);
    assertThat(json(back).at("/error/reason").asText()).isEqualTo("store-ahead");
    JsonNode again = json(command(server, "refuse", editions.second(), "--json", "--check").run());
    assertThat(again.get("uploaded")).isEmpty();
    assertThat(again.get("checked")).isEqualTo(again.get("present"));
  }

  /** Somebody else has put another file where the second edition's payload belongs; it is removed again. */
  private static JsonNode spoil(StoreServer server, String name) throws IOException {
    Path payload = payload(editions.second());
    byte[] content = Files.readAllBytes(payload);
    content[content.length / 2] ^= 1;
    Path other = Files.write(bench.resolve("other"), content);
    String file = editions.second().relativize(payload).toString();
    try (RemoteStore store = server.open(name)) {
      store.create(upload(file, other));
      Outcome outcome = command(server, name, editions.second(), "--json").attempt();
      assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(3);
      assertThat(outcome.errors()).contains(file);
      store.delete(file);
      return json(outcome);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void putsNothingInPlaceOfWhatItDoesNotKnow(Kind kind) throws IOException {
    StoreServer server = place(kind, "race");
    Path one = Files.writeString(bench.resolve("one"), "one");
    Path two = Files.writeString(bench.resolve("two"), "another");
    try (RemoteStore store = server.open("race")) {
      put(store, one, null);
      String tag = tag(store);
      put(store, two, tag);

      boolean overwrites = !server.comparesTags();
      assertThat(store.replace(upload("metadata/timestamp.json", one), tag))
          .isEqualTo(overwrites);
      assertThat(store.replace(upload("metadata/timestamp.json", one), null))
          .isEqualTo(overwrites);
      assertThat(store.create(upload("metadata/timestamp.json", one))).isEqualTo(overwrites);
      assertThat(store.list().values()).singleElement()
          .extracting(Listed::length)
          .isEqualTo(overwrites ? 3L : 7L);
    }
  }

  /** Puts a file. Where an answer was lost the client asks again, and the store refuses what it has done already. */
  private static void put(RemoteStore store, Path file, @Nullable String tag)
      throws IOException {
    store.replace(upload("metadata/timestamp.json", file), tag);
    assertThat(store.list().values()).singleElement()
        .extracting(Listed::length)
        .isEqualTo(Files.size(file));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void namesWhatIsWrongWithThePlaceOrTheCredentials(Kind kind) throws IOException {
    StoreServer server = place(kind, "wrong");
    String[] words = words(editions.first(), "--json");

    Outcome stranger = server.mirrorAsAStranger(program, "wrong", words).attempt();
    Outcome nowhere = server.mirrorToNowhere(program, words).attempt();

    assertThat(stranger.exitCode()).isEqualTo(1);
    assertThat(json(stranger).at("/error/reason").asText()).isEqualTo("store-access");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(json(nowhere).at("/error/reason").asText()).isEqualTo("no-such-place");
  }

  /** Apache is set up for nothing but WebDAV here. */
  @ParameterizedTest
  @EnumSource(names = {"S3", "NGINX"})
  void tellsCachesWhatChangesAndWhatDoesNot(Kind kind) throws Exception {
    StoreServer server = place(kind, "headers");
    mirror(server, "headers", editions.first());
    String payload = editions.first().relativize(payload(editions.first())).toString();
    for (String file : List.of(payload, "metadata/1.root.json")) {
      assertThat(head(server.url("headers").resolve(file)).firstValue("Cache-Control"))
          .contains("public, max-age=31536000, immutable");
    }
    assertThat(head(server.url("headers").resolve("metadata/timestamp.json"))
        .firstValue("Cache-Control")).contains("no-cache");
  }

  private static HttpHeaders head(URI url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(url).HEAD().build(), BodyHandlers.discarding())
          .headers();
    }
  }

  private static StoreServer server(Kind kind) {
    StoreServer server = SERVERS.get(kind);
    if (server == null) {
      throw new IllegalStateException(kind + " was not started");
    }
    return server;
  }

  private static StoreServer place(Kind kind, String name) throws IOException {
    StoreServer server = server(kind);
    server.makePlace(name);
    return server;
  }

  private static Onlooker onlooker(Kind kind, String name, Editions of) throws IOException {
    return new Onlooker(bench.resolve(kind + "-" + name), of.anchor(),
        server(kind).url(name));
  }

  private static void mirror(StoreServer server, String name, Path repository, String... more)
      throws IOException {
    command(server, name, repository, more).run();
  }

  private static Command command(StoreServer server, String name, Path repository,
      String... more) {
    return server.mirror(program, name, words(repository, more)).within(LIMIT);
  }

  private static String[] words(Path repository, String... more) {
    return Stream.concat(Stream.of("--repo", repository.toString()), Stream.of(more))
        .toArray(String[]::new);
  }

  private static void inProcess(StoreServer server, String name, Path repository)
      throws IOException {
    try (RemoteStore store = server.open(name)) {
      new Mirror(local(repository), store, 4, Progress.none()).run(false, false);
    }
  }

  private static LocalEdition local(Path repository) throws IOException {
    return LocalEdition.read(repository, null, Instant.now());
  }

  private static Upload upload(String name, Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    return new Upload(name, new Upload.Content.OfFile(file), content.length,
        Sha256.digest(content), "application/octet-stream", "no-cache", bytes -> {});
  }

  /** Apache's tag of a file that was written within the last second is a weak one. */
  private static String tag(RemoteStore store) throws IOException {
    for (long end = System.nanoTime() + LIMIT.toNanos();; Thread.onSpinWait()) {
      try (RemoteStore.StoredFile file = store.open("metadata/timestamp.json").orElseThrow()) {
        if (!file.tag().startsWith("W/") || System.nanoTime() > end) {
          return file.tag();
        }
      }
    }
  }

  private static Path payload(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files.filter(file -> file.toString().endsWith(".root.full"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void run(Device device, String command) throws IOException {
    Outcome outcome = device.bascule(command).within(LIMIT).attempt();
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    return new ObjectMapper().readTree(outcome.output());
  }
}
