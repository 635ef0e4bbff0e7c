package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.bundle.BundleOrigin;
import dev.bascule.image.bundle.FileSource;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.ExpiredException;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.NotSignedException;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.RollbackException;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.CommandPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runbook of docs/security.md, command by command: a thief tries first, devices follow after. */
class RunbookTest {

  /** Files are named from where the reader stands. */
  private static final Pattern FILES =
      Pattern.compile("(keys|repository|build)(/.*)?|.*\\.(json|img|bascule)");

  private static final Path PAGE = Path.of("..", "..", "docs", "security.md");

  @TempDir(factory = InMemory.class)
  private Path directory;
  private final Map<String, List<Block>> sections = new HashMap<>();
  private Desk desk;
  private Path repository;
  private byte[] anchor;

  @BeforeEach
  void beginTheStory() throws IOException {
    desk = new Desk(directory).keys("alice", "bob", "carol", "targets", "online", "images",
        "rollout");
    repository = directory.resolve("repository");
    Files.writeString(directory.resolve("root.img"), "an image's content ".repeat(5000));
    desk.ok("""
      root init --out @root-1.json --key root=@keys/alice.pub --key root=@keys/bob.pub
      --key root=@keys/carol.pub --threshold root=2 --key targets=@keys/targets.pub
      --key snapshot=@keys/online.pub --key timestamp=@keys/online.pub""");
    desk.ok("root sign @root-1.json --keys @keys/alice.key @keys/bob.key");
    desk.ok("root publish @root-1.json --repo @repository --keys @keys");
    desk.ok("model set board --repo @repository --key images=@keys/images.pub "
        + "--key rollout=@keys/rollout.pub --keys @keys");
    desk.ok("build root=@root.img --model board --version 1.0.0 --release 1 --out @build/1.0.0");
    desk.ok("publish --repo @repository --model board --image @build/1.0.0 --channel stable "
        + "--keys @keys");
    anchor = Files.readAllBytes(repository.resolve("metadata/1.root.json"));
    CommandPage.read(PAGE)
        .blocks()
        .forEach(block -> sections
            .merge(block.title(), List.of(block),
                (one, two) -> Stream.concat(one.stream(), two.stream()).toList()));
  }

  @Test
  void everySectionHelps() throws IOException {
    TufClient device = device("device");
    TufClient offline = device("offline");
    device.refresh();
    offline.refresh();

    run("A root key is lost");
    assertThat(offered(device)).isEqualTo("1.0.0");
    assertThat(rootVersion()).isEqualTo(2);

    aTimestampKeyIsStolen(device);
    anImageKeyIsStolen(device);
    theRepositoryExpires(device);
    aDeviceWasOffline(offline);
    aDevicesClockSays1970();
    assertThat(sections).as("every section was walked through").isEmpty();
  }

  /** The thief publishes editions that look newer than all honest ones, and then nothing any more. */
  private void aTimestampKeyIsStolen(TufClient device) throws IOException {
    Path thiefs = copy("thiefs");
    for (int i = 0; i < 5; i++) {
      desk.later(Duration.ofMinutes(1));
      desk.ok("refresh --repo @thiefs --within 300d --keys @keys/online.key");
    }
    TufClient deceived = device("device", thiefs);
    deceived.refresh();
    assertThatThrownBy(device::refresh).as("the honest edition looks old")
        .isInstanceOf(RollbackException.class);

    run("The timestamp key is stolen");
    assertThat(offered(device)).isEqualTo("1.0.0");
    Path late = copy("late");
    Files.copy(thiefs.resolve("metadata/timestamp.json"), late.resolve("metadata/timestamp.json"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> device("device", late).refresh())
        .isInstanceOf(NotSignedException.class);
  }

  /** The thief signs an image of his own, and has no other key. */
  private void anImageKeyIsStolen(TufClient device) throws IOException {
    desk.ok("build root=@keys/alice.pub --model board --version 6.6.6 --release 9 --out @build/6");
    copy("thiefs-images");
    Desk.Ran alone = desk.run("publish --repo @thiefs-images --model board --image @build/6 "
        + "--channel stable --keys @keys/images.key");
    assertThat(alone.exit()).isEqualTo(ExitCode.REFUSED);

    run("An image key is stolen");
    assertThat(offered(device)).isEqualTo("1.0.1");
    Desk.Ran late = desk.run("publish --repo @repository --model board --image @build/6 "
        + "--channel stable --keys @keys/images.key @keys/rollout.key @keys/online2.key");
    assertThat(late.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(late.err()).contains("board-images: 0 of 1 needed signatures");
  }

  private void theRepositoryExpires(TufClient device) throws IOException {
    desk.later(Duration.ofDays(366));
    assertThat(desk.run("status --repo @repository").exit()).isEqualTo(ExitCode.REFUSED);
    assertThatThrownBy(device::refresh).isInstanceOf(ExpiredException.class);

    run("The repository has expired");
    assertThat(offered(device)).isEqualTo("1.0.1");
  }

  private void aDeviceWasOffline(TufClient offline) throws IOException {
    desk.later(Duration.ofDays(34));
    assertThatThrownBy(offline::refresh).isInstanceOf(ExpiredException.class);
    run("A device was offline for 400 days");
    assertThat(offered(offline)).isEqualTo("1.0.1");

    try (BundleOrigin bundle = new BundleOrigin(
        new FileSource(directory.resolve("update.bascule")))) {
      assertThat(offered(client("from-a-stick", bundle, desk::now, Instant.EPOCH)))
          .isEqualTo("1.0.1");
    }
    InstantSource later = () -> desk.now().plus(Duration.ofDays(40));
    try (BundleOrigin bundle = new BundleOrigin(
        new FileSource(directory.resolve("update.bascule")))) {
      TufClient client = client("from-an-old-stick", bundle, later, Instant.EPOCH);
      assertThatThrownBy(client::refresh).isInstanceOf(ExpiredException.class);
    }
    try (BundleOrigin bundle = new BundleOrigin(
        new FileSource(directory.resolve("update.bascule")))) {
      TufClient client = client("from-an-old-stick", bundle, later, Instant.EPOCH);
      client.refresh(Expiry.OVERRIDDEN);
      assertThat(find(client)).isEqualTo("1.0.1");
      assertThat(client.overridden()).extracting(role -> role.name())
          .contains("timestamp", "snapshot");
    }
  }

  private void aDevicesClockSays1970() throws IOException {
    sections.remove("A device's clock says 1970");
    Origin honest = new DirectoryOrigin(repository);
    TufClient device = client("1970", honest, () -> Instant.EPOCH, desk.now());
    assertThat(offered(device)).isEqualTo("1.0.1");

    Path old = copy("old");
    desk.later(Duration.ofDays(60));
    desk.ok("refresh --repo @repository --within 300d --keys @keys/online2.key");
    assertThat(offered(device)).isEqualTo("1.0.1");
    TufClient again = client("1970-new", new DirectoryOrigin(old), () -> Instant.EPOCH,
        desk.now());
    assertThatThrownBy(again::refresh).as("expired when the device's image was built")
        .isInstanceOf(ExpiredException.class);
    assertThatThrownBy(() -> client("1970", new DirectoryOrigin(old), () -> Instant.EPOCH,
        Instant.EPOCH).refresh()).as("the device has seen later times")
        .isInstanceOfAny(RollbackException.class, ExpiredException.class);
  }

  /** Runs a section's commands. */
  private void run(String title) {
    List<Block> blocks = sections.remove(title);
    assertThat(blocks).as(title).isNotNull();
    for (Block block : blocks == null ? List.<Block>of() : blocks) {
      block.type(desk, FILES);
    }
  }

  private long rootVersion() throws IOException {
    return desk.ok("status --json --repo @repository").json().at("/roles/0/version").asLong();
  }

  /** What a device is offered after a refresh. */
  private String offered(TufClient device) throws IOException {
    device.refresh();
    return find(device);
  }

  private static String find(TufClient device) throws IOException {
    Catalog catalog = Catalog.decode(device.fetch(device.find("board/catalog.json").orElseThrow()));
    String version = catalog.offer("stable").orElseThrow().version().toString();
    device.fetch(device.find("board/images/" + version + "/image.json").orElseThrow());
    return version;
  }

  private TufClient device(String name) throws IOException {
    return device(name, repository);
  }

  private TufClient device(String name, Path place) throws IOException {
    return client(name, new DirectoryOrigin(place), desk::now, Instant.EPOCH);
  }

  private TufClient client(String name, Origin origin, InstantSource clock, Instant builtAt)
      throws IOException {
    Path store = Files.createDirectories(directory.resolve("store-of-" + name));
    return new TufClient(new TrustedStore(store), Repository.at(origin), anchor,
        new ReferenceTime(clock, builtAt), Limits.STANDARD);
  }

  /** What an attacker serves: the repository as it is now. */
  private Path copy(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(repository.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }
}
