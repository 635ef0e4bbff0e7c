package dev.bascule.publisher.pkcs11;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLong;
import dev.bascule.image.Sha256;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.RealTool;
import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in a security module: SoftHSM holds them, pkcs11-tool and OpenSSL judge, faults are made by hand. */
class TokensTest {

  private static final byte[] MESSAGE = "what is signed".repeat(50_000).getBytes(UTF_8);

  @TempDir(factory = InMemory.class)
  private static Path shared;
  private static SoftHsm hsm;

  private final List<String> asked = new ArrayList<>();
  private Tokens tokens;

  @BeforeAll
  static void makeKeys() throws IOException {
    hsm = new SoftHsm(shared).token("Fleet").token("Twin").token("Twin").token("Loud\u001b[2J");
    hsm.key("EC:edwards25519", "ed", "01", "--usage-sign")
        .key("EC:prime256v1", "ec", "02", "--usage-sign")
        .key("rsa:2048", "rsa", "03", "--usage-sign")
        .key("EC:secp384r1", "p384", "04", "--usage-sign")
        .key("EC:prime256v1", "always", "05", "--usage-sign", "--always-auth")
        .key("EC:prime256v1", "twice", "06", "--usage-sign")
        .key("EC:prime256v1", "twice", "07", "--usage-sign")
        .key("EC:prime256v1", "alone", "08", "--usage-sign")
        .key("rsa:1024", "short", "0a", "--usage-sign")
        .key("EC:prime256v1", "red\u001b[31m", "0b", "--usage-sign");
    hsm.tool("--login", "--pin", SoftHsm.PIN, "--delete-object", "--type", "pubkey", "--label",
        "alone");
  }

  @BeforeEach
  void begin() {
    tokens = new Tokens();
  }

  @ParameterizedTest
  @CsvSource({"ed, ed25519", "ec, ecdsa-sha2-nistp256", "rsa, rsassa-pss-sha256"})
  void signsAsDevicesVerify(String object, String scheme) throws IOException {
    try (Signer signer = open(SoftHsm.uri(object))) {
      assertThat(signer.publicKey().type().scheme().schemeName()).isEqualTo(scheme);
      assertThat(signer.publicKey().verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
      assertThat(signer.publicKey().verifies(new byte[0], signer.sign(new byte[0]))).isTrue();
    }
  }

  /** A number may be short or have its high bit set: DER writes each differently. */
  @Test
  void writesEveryEcdsaSignatureInDer() throws IOException {
    try (Signer signer = open(SoftHsm.uri("ec"))) {
      for (int i = 0; i < 600; i++) {
        byte[] message = {(byte) i, (byte) (i >> 8)};
        assertThat(signer.publicKey().verifies(message, signer.sign(message))).isTrue();
      }
    }
  }

  /** pkcs11-tool reads the public key on its own, and what it signs is good for our reading. */
  @ParameterizedTest
  @CsvSource({"ec, 02, --mechanism ECDSA --signature-format openssl",
      "rsa, 03, --mechanism RSA-PKCS-PSS --hash-algorithm SHA256 --mgf MGF1-SHA256 --salt-len 32"})
  void agreesWithAnotherTool(String object, String id, String mechanism) throws IOException {
    VerifyingKey key = tokens.readPublicKey(Pkcs11Uri.parse(SoftHsm.uri(object)));
    Path der = shared.resolve(object + ".der");
    hsm.tool("--read-object", "--type", "pubkey", "--id", id, "-o", der.toString());
    assertThat(RealTool.require("openssl")
        .run("pkey", "-pubin", "-inform", "DER", "-in",
            der.toString()))
        .isEqualTo(key.pem());

    Path digest = Files.write(shared.resolve("digest"), Sha256.digest(MESSAGE).bytes());
    Path signature = shared.resolve(object + ".sig");
    hsm.tool(("--login --sign --pin " + SoftHsm.PIN + " --id " + id + " " + mechanism
        + " --input-file " + digest + " --output-file " + signature).split(" "));
    assertThat(key.verifies(MESSAGE, Files.readAllBytes(signature))).isTrue();
  }

  @Test
  void asksForAPinOncePerTokenAndForPublicKeysNever() throws IOException {
    assertThat(tokens.readPublicKey(Pkcs11Uri.parse(SoftHsm.uri("ed")))).isNotNull();
    assertThat(asked).isEmpty();

    try (Signer ed = open(SoftHsm.uri("ed"));
        Signer ec = open("pkcs11:token=Fleet;id=%02;type=private?module-path=" + SoftHsm.MODULE)) {
      assertThat(asked).containsExactly(SoftHsm.uri("ed"));
      assertThat(ec.publicKey().verifies(MESSAGE, ec.sign(MESSAGE))).isTrue();
      assertThat(ed.publicKey().verifies(MESSAGE, ed.sign(MESSAGE))).isTrue();
    }
  }

  @Test
  void givesThePinEachTimeWhereAKeyAsksForIt() throws IOException {
    try (Signer signer = open(SoftHsm.uri("always"))) {
      assertThat(signer.publicKey().verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
      assertThat(signer.publicKey().verifies(new byte[1], signer.sign(new byte[1]))).isTrue();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void triesAWrongPinOnlyOnce() throws IOException {
    assertThatThrownBy(() -> tokens.open(Pkcs11Uri.parse(SoftHsm.uri("ed")), pins("4321")))
        .isInstanceOf(TokenException.class)
        .hasMessageStartingWith(SoftHsm.uri("ed") + ": C_Login: CKR_PIN_INCORRECT; wrong PIN");
    assertThat(asked).hasSize(1);
    open(SoftHsm.uri("ed")).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "123456789012345678901234567890"})
  void refusesPinsThatAreNone(String pin) {
    assertThatThrownBy(() -> tokens.open(Pkcs11Uri.parse(SoftHsm.uri("ed")), pins(pin)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("C_Login: CKR_");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "pkcs11:token=Fleet;object=nothing | the token has no such private key; it has object=",
      "pkcs11:token=Fleet;object=ed;id=%02 | the token has no such private key",
      "pkcs11:token=Fleet;object=twice | expected one private key of that name, found 2: "
          + "object=twice;id=%0",
      "pkcs11:token=Fleet;object=alone | The public half must be in the token too",
      "pkcs11:token=Fleet;object=p384 | expected an Ed25519 key, an ECDSA key on P-256 or an RSA",
      "pkcs11:token=Fleet;object=short | devices cannot use it: an RSA key must have 2048",
      "pkcs11:token=Absent;object=ed | no such token is there; the module sees [\"",
      "pkcs11:token=Twin;object=ed | expected one such token, found [\"Twin\" (serial",
      "pkcs11:token=Fleet;serial=0;object=ed | no such token is there"})
  void saysWhatIsNotThere(String name, String complaint) {
    assertThatThrownBy(() -> open(name + "?module-path=" + SoftHsm.MODULE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(name)
        .hasMessageContaining(complaint);
  }

  /** What a token and its keys call themselves reaches somebody's terminal. */
  @Test
  void showsNamesInATokenWithoutWhatATerminalWouldObey() {
    String where = ";object=ed?module-path=" + SoftHsm.MODULE;

    assertThatThrownBy(() -> open("pkcs11:token=Absent" + where))
        .hasMessageContaining("\"Loud\\u001b[2J\"")
        .hasMessageNotContaining("\u001b");
    assertThatThrownBy(() -> open(SoftHsm.uri("nothing")))
        .hasMessageContaining("object=\"red\\u001b[31m\";id=%0b")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void saysWhatIsNoModule() throws IOException {
    String uri = "pkcs11:token=Fleet;object=ed?module-path=";
    Path text = Files.writeString(shared.resolve("text.so"), "no library");

    assertThatThrownBy(() -> open(uri + "/nowhere/module.so"))
        .hasMessageStartingWith("/nowhere/module.so: there is no such library");
    assertThatThrownBy(() -> open(uri + shared)).hasMessageContaining("no such library");
    assertThatThrownBy(() -> open(uri + text))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("is no PKCS#11 module for this system");
    open(SoftHsm.uri("ed")).close();
  }

  /** The token is pulled out between opening and signing. */
  @Test
  void saysThatASessionWasLost() throws IOException {
    Pkcs11Uri uri = Pkcs11Uri.parse(SoftHsm.uri("ed"));
    Cryptoki cryptoki = Cryptoki.load(SoftHsm.MODULE);
    try {
      TokenInfo token = cryptoki.tokens().stream().filter(uri::matches).findFirst().orElseThrow();
      Session session = Session.open(cryptoki, uri, token);
      session.login(Passphrase.of(SoftHsm.PIN.getBytes(UTF_8)));
      NativeLong key = new TokenKey(session, uri).findPrivate();
      session.close();

      assertThatThrownBy(() -> session.sign(key, Mechanism.EDDSA, MESSAGE, Session.Login.once()))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("C_SignInit: CKR_SESSION_HANDLE_INVALID; the session was lost: "
              + "nothing was signed");
    } finally {
      cryptoki.finish();
    }
    open(SoftHsm.uri("ed")).close();
  }

  /** Opening and closing again and again leaves nothing behind that the next one stumbles over. */
  @Test
  void startsOverEachTime() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (Signer signer = open(SoftHsm.uri("ec"))) {
        assertThat(signer.publicKey().verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
      }
    }
    assertThat(asked).hasSize(5);
  }

  private Signer open(String uri) throws IOException {
    return tokens.open(Pkcs11Uri.parse(uri), pins(SoftHsm.PIN));
  }

  private PassphraseSource pins(String pin) {
    return new PassphraseSource() {
      @Override
      public Passphrase toOpen(String keyFile) {
        asked.add(keyFile);
        return Passphrase.of(pin.getBytes(UTF_8));
      }

      @Override
      public Passphrase toProtect(String keyFile) {
        return toOpen(keyFile);
      }

      @Override
      public int attempts() {
        return 3;
      }
    };
  }
}
