package dev.bascule.publisher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.RealTool;
import dev.bascule.publisher.cli.Desk.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"keys create", "keys show", "root init", "root sign", "root show",
      "root publish", "root add-key", "root remove-key", "root threshold", "root rotate",
      "root status", "model set", "build", "draft", "sign", "publish", "offer", "withdraw",
      "refresh", "status", "verify", "inspect", "serve"})
  void teachesEachCommandWithAnExample(String command) {
    Ran ran = new Desk(directory).ok(command + " --help");

    assertThat(ran.out()).contains("Example", "bascule-image " + command, "Exit status:", "--json");
  }

  @Test
  void knowsEachCommandAloneAsAmongTheOthers() {
    for (var command : Main.COMMANDS) {
      String alone = new Desk(directory).ok(command.getKey() + " --help").out();

      assertThat(alone).startsWith("Usage: bascule-image " + command.getKey() + " ");
      CommandLine among =
          Objects.requireNonNull(Main.specification().subcommands().get(command.getKey()));
      assertThat(among.getUsageMessage()).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "keys", "nonsense", "keys create", "keys create a --type rsa",
      "publish --repo r --model Board --image i", "refresh --repo r --within 3weeks",
      "model set m --repo r --key images", "serve d --port x", "root init --out r --key x=y",
      "root init --out r", "root init --out r --threshold root=2"})
  void explainsACommandLineThatMakesNoSense(String line) {
    Ran ran = new Desk(directory).run(line);

    assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("bascule-image: ").contains("Try: bascule-image");
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Ran ran = new Desk(directory).run("root show --json @nothing.json");

    String complaint = directory.resolve("nothing.json") + ": no such file or directory";
    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).isEqualTo("bascule-image: " + complaint + "\n");
    assertThat(ran.json().at("/error/message").asText()).isEqualTo(complaint);
  }

  @Test
  void makesAnEncryptedKeyForItsOwnerAlone() throws IOException {
    Desk desk = new Desk(directory);
    passphrase("correct horse");
    Ran made = desk.ok("keys create --json alice --out @keys --passphrase-file @passphrase");

    assertThat(Files.readString(desk.path("keys/alice.key"))).contains("ENCRYPTED PRIVATE KEY");
    assertThat(PosixFilePermissions.toString(
        Files.getPosixFilePermissions(desk.path("keys/alice.key")))).isEqualTo("rw-------");
    Ran shown = desk.ok("keys show --json @keys/alice.pub");
    assertThat(shown.json().get("keyid")).isEqualTo(made.json().get("keyid"));
    Ran opened = desk.ok("keys show --json @keys/alice.key --passphrase-file @passphrase");
    assertThat(opened.json().get("keyid")).isEqualTo(made.json().get("keyid"));
  }

  @Test
  void refusesAWrongPassphrase() throws IOException {
    Desk desk = new Desk(directory);
    passphrase("correct horse");
    desk.ok("keys create alice --out @keys --passphrase-file @passphrase");
    passphrase("wrong horse");

    Ran ran = desk.run("keys show @keys/alice.key --passphrase-file @passphrase");
    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("alice.key: wrong passphrase");
  }

  @Test
  void asksForNoPassphraseWhereNobodyIs() {
    Ran ran = new Desk(directory).run("keys create alice --out @keys");

    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("give --passphrase-fd N or --passphrase-file FILE");
  }

  @Test
  void refusesAPassphraseFileThatOthersMayRead() throws IOException {
    passphrase("correct horse");
    Files.setPosixFilePermissions(directory.resolve("passphrase"),
        PosixFilePermissions.fromString("rw-r--r--"));

    Ran ran = new Desk(directory).run("keys create a --out @keys --passphrase-file @passphrase");
    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("chmod 600");
  }

  @Test
  void warnsOfAKeyThatIsNotEncrypted() {
    assertThat(new Desk(directory).ok("keys create alice --out @keys --no-passphrase").err())
        .contains("warning: ", "is not encrypted");
  }

  /** A process of its own: its descriptors, its exit status. */
  @Test
  void readsAPassphraseFromADescriptor() throws Exception {
    Path passphrase = passphrase("correct horse");
    List<String> command = command("keys", "create", "alice", "--out",
        directory.resolve("keys").toString(), "--passphrase-fd", "0");
    Process process = new ProcessBuilder(command)
        .redirectInput(passphrase.toFile())
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    new Desk(directory).ok("keys show @keys/alice.key --passphrase-file @passphrase");
  }

  /** The process is asked to end as soon as curl has its bytes: the answer is in the log all the same. */
  @Test
  void servesADirectoryToCurl() throws Exception {
    RealTool curl = RealTool.require("curl");
    Files.createDirectory(directory.resolve("repo"));
    Files.writeString(directory.resolve("repo/file"), "0123456789");
    Path portFile = directory.resolve("port");
    Process server = new ProcessBuilder(command("serve", directory.resolve("repo").toString(),
        "--port", "0", "--port-file", portFile.toString(), "--rate", "1000000"))
        .redirectError(directory.resolve("log").toFile())
        .start();
    try (var out = server.inputReader()) {
      assertThat(out.readLine()).startsWith("serving " + directory.resolve("repo"));
      String url = "http://127.0.0.1:" + Files.readString(portFile).strip() + "/file";
      assertThat(curl.run("-sSf", "-r", "2-4", url)).isEqualTo("234");
    } finally {
      server.destroy();
      server.waitFor();
    }
    assertThat(Files.readString(directory.resolve("log")))
        .contains("method=GET path=/file status=206 bytes=3");
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), "dev.bascule.publisher.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Path passphrase(String text) throws IOException {
    Path file = directory.resolve("passphrase");
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text + "\n");
  }
}
