package dev.bascule.lab.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.web.Nginx;
import dev.bascule.publisher.mirror.LocalEdition;
import dev.bascule.publisher.mirror.Mirror;
import dev.bascule.publisher.mirror.folder.FolderStore;
import dev.bascule.publisher.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository in a directory that nginx serves, put there by our command and by the rsync commands of docs/operations.md. */
@SuppressWarnings("NullAway.Init") // the static fields are set before the tests
final class DirectoryIT {

  private static final Tool RSYNC = Tool.of("rsync");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("bascule.seed", System.nanoTime());

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static Editions editions;
  private static Path exchanged;
  private static int port;
  private static Nginx nginx;

  @BeforeAll
  static void publish() throws IOException {
    System.err.println("DirectoryIT: to repeat this run, -Dbascule.seed=" + SEED);
    Needs.tools(Nginx.TOOL);
    Needs.tools(RSYNC);
    checkout = Checkout.find();
    Path place = bench.resolve("editions");
    Editions made = Editions.make(place, checkout, 300_000);
    Path second = place.resolve("second");
    new FileTree(made.second()).copyTo(second);
    editions = new Editions(made.first(), second, made.newVolume());
    exchanged = made.second();
    exchangeTheOnlineKey(place.resolve("workshop"));
    Files.createDirectory(bench.resolve("srv"));
    port = Nginx.freePort();
    nginx = Nginx.start(bench.resolve("nginx"), port, "server { listen 127.0.0.1:" + port
        + "; root " + bench.resolve("srv") + "; }");
  }

  /** With both keys at hand, so that every device follows. */
  private static void exchangeTheOnlineKey(Path workshop) throws IOException {
    JavaProgram program = checkout.basculeImage();
    for (String line : List.of("keys create online2 --out keys --no-passphrase",
        "root rotate root-2.json --repo repository --old keys/online.pub --new keys/online2.pub",
        "root sign root-2.json --repo repository --keys keys/root.key",
        "root publish root-2.json --repo repository "
            + "--keys keys/root.key keys/online.key keys/online2.key")) {
      program.command(line.split(" ", -1)).in(workshop).within(LIMIT).run();
    }
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (nginx != null) {
      nginx.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void devicesFollowAnExchangeOfKeysAtEveryStepAndWhereverItIsCutOff(boolean answerLost)
      throws IOException {
    int operations = 1;
    for (int cutAt = 0; cutAt <= operations; cutAt++) {
      String name = "exchange-" + cutAt + "-" + answerLost;
      Path store = Files.createDirectory(bench.resolve("srv").resolve(name));
      mirror(editions.second(), store, Integer.MAX_VALUE, false, () -> {});
      try (Onlooker onlooker = onlooker(name)) {
        assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
        operations = mirror(exchanged, store, cutAt, answerLost,
            () -> assertThat(onlooker.look()).isEqualTo(Editions.SECOND));
        assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
        mirror(exchanged, store, Integer.MAX_VALUE, false, () -> {});
        assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
        assertThat(store.resolve("metadata/2.root.json")).exists();
      }
    }
    assertThat(operations).isGreaterThan(8);
  }

  /** Returns how many operations there were, or one more than were begun. */
  private static int mirror(Path repository, Path store, int cutAt, boolean answerLost,
      CutStore.Beside beside) throws IOException {
    LocalEdition edition = LocalEdition.read(repository, null, Instant.now());
    try (CutStore open = new CutStore(FolderStore.open(store), cutAt, answerLost, beside)) {
      try {
        new Mirror(edition, open, 1, Progress.none()).run(false, false);
        return open.operations();
      } catch (CutStore.Cut e) {
        return open.operations() + 1;
      }
    }
  }

  @Test
  void rsyncInTheDocumentedOrderShowsDevicesWholeEditions() throws IOException {
    Path store = Files.createDirectory(bench.resolve("srv/rsync"));
    for (Command command : rsync(editions.first(), store)) {
      command.run();
    }
    try (Onlooker onlooker = onlooker("rsync")) {
      assertThat(onlooker.look()).isEqualTo(Editions.FIRST);
      for (Path next : List.of(editions.second(), exchanged)) {
        String offered = onlooker.look();
        for (Command command : rsync(next, store)) {
          command.run();
          assertThat(onlooker.look()).isIn(offered, Editions.SECOND);
        }
        assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
      }
    }
  }

  @Test
  void rsyncThatIsKilledShowsDevicesWholeEditions() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 10; round++) {
      Path store = Files.createDirectory(bench.resolve("srv/killed-" + round));
      for (Command command : rsync(editions.first(), store)) {
        command.run();
      }
      try (Onlooker onlooker = onlooker("killed-" + round)) {
        for (Command command : rsync(editions.second(), store)) {
          try (Background process = command.start(bench.resolve("rsync.log"))) {
            process.leave(Duration.ofMillis(random.nextInt(60)));
            process.kill();
          }
          assertThat(onlooker.look()).isIn(Editions.FIRST, Editions.SECOND);
          command.run();
        }
        assertThat(onlooker.look()).isEqualTo(Editions.SECOND);
      }
    }
  }

  /** The commands that the page shows, for other places. */
  private static List<Command> rsync(Path repository, Path store) throws IOException {
    return OperationsPage.block(checkout, "rsync")
        .lines()
        .map(line -> RSYNC.find().orElseThrow() + line.substring("rsync".length()))
        .map(line -> Command.of(Arrays.stream(line.split(" ", -1))
            .map(word -> word.replaceFirst("^repository/", repository + "/")
                .replaceFirst("^web\\.example\\.com:/srv/updates/", store + "/"))
            .toList()))
        .toList();
  }

  private static Onlooker onlooker(String name) throws IOException {
    return new Onlooker(bench.resolve("look-" + name), editions.anchor(),
        URI.create("http://127.0.0.1:" + port + "/" + name + "/"));
  }
}
