package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.NotSignedException;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.RealTool;
import dev.bascule.publisher.cli.CommandPage.Block;
import dev.bascule.publisher.pkcs11.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/keys.md, command by command, with a device of today and one of yesterday that follow all the way. */
class KeysPageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "keys.md");

  /** The same device twice, with the software of two times. */
  private record Devices(TufClient today, OldDevice yesterday) {}

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(directory).attended(said -> "correct horse");
    new SoftHsm(directory);
    Files.writeString(directory.resolve("root.img"), "an image's content ".repeat(5000));
  }

  @Test
  void everyCommandDoesWhatThePageSaysAndBothDevicesFollow() throws IOException {
    List<Block> blocks = CommandPage.read(PAGE).blocks();
    assertThat(blocks).hasSizeGreaterThan(9);
    Path repository = directory.resolve("repository");
    Optional<Devices> devices = Optional.empty();
    for (Block block : blocks) {
      for (String command : block.commands()) {
        run(command);
      }
      if (Files.exists(repository)) {
        devices = Optional.of(devices.isPresent() ? devices.get() : devices(repository));
        devices.get().today().refresh(Expiry.ENFORCED);
        devices.get().yesterday().refresh();
      }
      desk.later(Duration.ofMinutes(10));
    }

    assertThat(desk.ok("inspect @repository").out()).containsPattern("model board: .*stable 1.1.0");
    classicalKeysAloneAreNotEnoughAnyMore(repository, devices.orElseThrow());
  }

  /** What someone with a quantum computer can forge: the classical signature without the other one. */
  private void classicalKeysAloneAreNotEnoughAnyMore(Path repository, Devices devices)
      throws IOException {
    String refresh = "refresh --repo @repository --within 40d --keys @keys/online2.key";
    desk.later(Duration.ofDays(1));
    Desk.Ran refused = desk.run(refresh);
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).contains("1 of 1 needed signatures, classical 1 of 1, post-quantum "
        + "0 of 1");

    desk.ok(refresh + " @keys/online-pq.key");
    Path timestamp = repository.resolve("metadata/timestamp.json");
    Files.writeString(timestamp, Files.readString(timestamp)
        .replaceAll("\"sig\":\"[0-9a-f]{4000,}\"", "\"sig\":\"00\""));
    devices.yesterday().refresh();
    assertThatThrownBy(() -> devices.today().refresh(Expiry.ENFORCED))
        .isInstanceOf(NotSignedException.class)
        .hasMessageContaining("post-quantum 0 of 1");
  }

  /** Of the keys, one is encrypted: a passphrase takes a quarter of a second wherever it is used. */
  private void run(String command) throws IOException {
    if (!command.startsWith("bascule-image ")) {
      assertThat(new RealTool("env", Map.of()).run("-C", directory.toString(),
          "SOFTHSM2_CONF=" + directory.resolve("softhsm2.conf"), "sh", "-ec", command))
          .doesNotContain("error");
      return;
    }
    boolean costly = command.contains(" keys create ") && !command.contains(" alice ");
    String[] words = (costly ? command + " --no-passphrase" : command).replace("'", "")
        .split(" ", 3);
    desk.ok(words[1] + " " + Arrays.stream(words[2].split(" "))
        .map(this::inDirectory)
        .collect(Collectors.joining(" ")));
  }

  /** Files are named from where the reader stands. */
  private String inDirectory(String word) {
    int role = word.startsWith("-") || word.startsWith("pkcs11:") ? 0 : word.indexOf('=') + 1;
    int name = word.startsWith("command:", role) ? role + "command:".length() : role;
    boolean file = word.substring(name)
        .matches("(keys|repository|build|bin)(/.*)?|[^/]*\\.(json|img)");
    return file ? word.substring(0, name) + "@" + word.substring(name) : word;
  }

  private Devices devices(Path repository) throws IOException {
    byte[] anchor = Files.readAllBytes(repository.resolve("metadata/1.root.json"));
    TufClient today = new TufClient(
        new TrustedStore(Files.createDirectory(directory.resolve("device"))),
        Repository.at(new DirectoryOrigin(repository)), anchor,
        ReferenceTime.withoutFloor(desk::now), Limits.STANDARD);
    return new Devices(today, new OldDevice(repository));
  }
}
