package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.cli.Desk.Ran;
import dev.bascule.publisher.pkcs11.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository none of whose keys is a file of ours: wherever a command takes a key, a module or a program will do. */
class KeySourcesTest {

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Desk desk;
  private final List<String> prompts = new ArrayList<>();

  @BeforeEach
  void makeAModuleAndAProgram() throws IOException {
    new SoftHsm(directory).token("Fleet")
        .key("EC:edwards25519", "alice", "01", "--usage-sign")
        .key("EC:prime256v1", "bob", "02", "--usage-sign")
        .key("rsa:2048", "online", "03", "--usage-sign");
    desk = new Desk(directory).attended(said -> {
      prompts.add(said);
      return SoftHsm.PIN;
    });
    program("signer", "");
  }

  @Test
  void signsEveryRole() throws IOException {
    desk.ok("root init --out @root.json --key root=" + SoftHsm.uri("alice") + " --key root="
        + SoftHsm.uri("bob") + " --threshold root=2 --key targets=command:@signer --key snapshot="
        + SoftHsm.uri("online") + " --key timestamp=" + SoftHsm.uri("online"));
    assertThat(prompts).isEmpty();

    desk.ok("root sign @root.json --keys " + SoftHsm.uri("alice") + " " + SoftHsm.uri("bob"));
    assertThat(prompts).hasSize(1);
    assertThat(prompts.getFirst()).contains("root version 1");
    String keys = " --keys command:@signer " + SoftHsm.uri("online");
    desk.ok("root publish @root.json --repo @repo" + keys);
    desk.ok("model set board --repo @repo --key images=command:@signer --key rollout="
        + SoftHsm.uri("bob") + keys + " " + SoftHsm.uri("bob"));
    desk.image("1.0.0", 1);
    desk.ok("publish --repo @repo --model board --image @build-1.0.0 --channel stable" + keys + " "
        + SoftHsm.uri("bob"));

    desk.ok("verify --repo @repo");
    assertThat(desk.ok("status --repo @repo").out()).contains("stable");
  }

  @Test
  void showsAndWritesPublicHalves() throws IOException {
    Ran token = desk.ok("keys show --json --out @alice.pub " + SoftHsm.uri("alice"));
    assertThat(token.json().get("type").asText()).isEqualTo("ed25519");
    assertThat(desk.ok("keys show --json @alice.pub").json()).isEqualTo(token.json());
    assertThat(desk.run("keys show --out @alice.pub " + SoftHsm.uri("alice")).err())
        .contains("alice.pub: exists already");

    Ran program = desk.ok("keys show --json command:@signer");
    assertThat(program.json().get("type").asText()).isEqualTo("ecdsa");
    assertThat(prompts).isEmpty();
  }

  @Test
  void changesRootsByKeysInAModule() throws IOException {
    desk.repository();
    desk.ok("root rotate @2.json --repo @repo --old @keys/carol.pub --new "
        + SoftHsm.uri("alice"));
    desk.ok("root add-key @2.json --repo @repo --key targets=command:@signer");
    Ran removed = desk.ok("root remove-key @2.json --repo @repo --key root="
        + SoftHsm.uri("alice"));
    assertThat(removed.out()).contains("targets    gains the key", "root       loses the key");
  }

  @Test
  void takesThePinFromAFile() throws IOException {
    desk.repository();
    Path pin = Files.createFile(directory.resolve("pin"), PosixFilePermissions
        .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(pin, "4321\n");
    desk.ok("root add-key @2.json --repo @repo --key root=" + SoftHsm.uri("alice"));
    String sign = "root sign @2.json --repo @repo --passphrase-file @pin --keys "
        + SoftHsm.uri("alice");

    Ran wrong = desk.run(sign);
    assertThat(wrong.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(wrong.err()).contains("CKR_PIN_INCORRECT; wrong PIN");
    Files.writeString(pin, SoftHsm.PIN + "\n");
    assertThat(desk.ok(sign).out()).contains("signed by its own keys:      1 of 2");
    assertThat(prompts).isEmpty();
  }

  /** A program that signs with another key than it shows: nothing of it gets into a document. */
  @Test
  void usesNoSignatureOfAnotherKey() throws IOException {
    desk.repository();
    program("liar", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $0.pem");
    desk.ok("root add-key @2.json --repo @repo --key root=command:@liar");
    byte[] before = Files.readAllBytes(directory.resolve("2.json"));
    program("liar", "[ $1 = sign ] && openssl genpkey -algorithm EC -pkeyopt "
        + "ec_paramgen_curve:P-256 -out $0.pem");

    Ran ran = desk.run("root sign @2.json --repo @repo --keys command:@liar");
    assertThat(ran.exit()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("that does not verify, and is not used");
    assertThat(Files.readAllBytes(directory.resolve("2.json"))).isEqualTo(before);
  }

  @Test
  void explainsAUriThatNamesNothing() {
    Ran ran = desk.run("keys show pkcs11:token=Fleet;object=alice");

    assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("expected ?module-path=/…");
    assertThat(desk.run("keys show " + SoftHsm.uri("nobody")).exit()).isEqualTo(ExitCode.ERROR);
  }

  /** A key service in six lines of shell, with a key of its own. */
  private void program(String name, String first) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, """
      #!/bin/sh
      [ -e $0.pem ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $0.pem
      %s
      case "$1 $2" in
        'public-key ') exec openssl pkey -in $0.pem -pubout ;;
        'sign ecdsa-sha2-nistp256') exec openssl dgst -sha256 -sign $0.pem ;;
        *) echo "cannot $*" >&2; exit 1 ;;
      esac
      """.formatted(first));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
