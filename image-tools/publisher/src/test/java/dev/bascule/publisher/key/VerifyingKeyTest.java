package dev.bascule.publisher.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VerifyingKeyTest {

  /** RFC 8032, section 7.1, test 1. */
  private static final String RFC_8032_SECRET =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String RFC_8032_PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  /** openssl genrsa 2048 | openssl pkey -pubout */
  static final String RSA_2048 = """
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhI4tC6dkQbZI/UsFz4lL
    1oN+pwQWlSKc2cHW7+McqRHntMnGuIxRSzGbnnP7FpZAGnfyJcjq92wOKCugbKf5
    pCcbM9YSCmCBZB2ZpFfRzOvz/a07NIRYTHVu85y30BX+rs8Vaa90/xzHNsm1S35C
    ZZ2dlEvd42a9cjixHKYkSfdzFRNMZZ7Fl/zHz+j8MidcHRUCD/Le7hbUIKoDF6j7
    pC3d6zxJ8T/nDemvc4FVAqyfqmkSFz7ZPILh3aIff6rSU0xf93Ac7JjqcqCe/DCV
    Eo0xdOH6joxlovUvH1e0AY2SjuAY+6fHPDky5vjhIoFqawLBgnBEjUFPNN1K1qY/
    xQIDAQAB
    -----END PUBLIC KEY-----
    """;

  /** openssl genrsa 1024 | openssl pkey -pubout */
  private static final String RSA_1024 = """
    -----BEGIN PUBLIC KEY-----
    MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC8bIkxa7wVkJMdh4YQGDZrPdhI
    aVq+PZhAb7OrkTP9+kp/lD1FGS8MLRIn+AA8mJgq3+1AQrQXRjFaPg3keqRiWoYX
    GtxwqKoj/LNJnq39xovW6tWdv7KEc7FeFTzLEPlzM8pKLE+SGjcsBeQt4BnREDb+
    nabhu/xobU3R34EHLwIDAQAB
    -----END PUBLIC KEY-----
    """;

  @Test
  void writesEd25519AsTufDoes() {
    PrivateKey key = new Ed25519Key(HexFormat.of().parseHex(RFC_8032_SECRET));

    assertThat(key.publicKey().json().toString()).isEqualTo("{\"keytype\":\"ed25519\","
        + "\"scheme\":\"ed25519\",\"keyval\":{\"public\":\"" + RFC_8032_PUBLIC + "\"}}");
  }

  /** The id by another way: printf of the canonical JSON into sha256sum. */
  @Test
  void hasTheIdOfItsCanonicalJson() {
    PrivateKey key = new Ed25519Key(HexFormat.of().parseHex(RFC_8032_SECRET));

    assertThat(key.publicKey().id())
        .hasToString("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
  }

  @Test
  void writesEcdsaAsTufDoes() {
    VerifyingKey key = PrivateKey.generate(KeyType.ECDSA, new SecureRandom()).publicKey();

    assertThat(key.json().get("keytype").asText()).isEqualTo("ecdsa");
    assertThat(key.json().get("scheme").asText()).isEqualTo("ecdsa-sha2-nistp256");
    assertThat(key.json().get("keyval").get("public").asText()).isEqualTo(key.pem());
  }

  @Test
  void readsRsaKeysThatDevicesTake() throws KeyException {
    VerifyingKey key =
        VerifyingKey.of("test", Pem.parse("test", RSA_2048.getBytes(US_ASCII)));

    assertThat(key.type()).isEqualTo(KeyType.RSA);
    assertThat(key.json().get("scheme").asText()).isEqualTo("rsassa-pss-sha256");
    assertThat(key.json().get("keyval").get("public").asText()).isEqualTo(RSA_2048);
    assertThatThrownBy(
        () -> VerifyingKey.of("short", Pem.parse("short", RSA_1024.getBytes(US_ASCII))))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("short: devices cannot use it: an RSA key must have 2048");
  }

  @Test
  void refusesAPrivateKeyWhereThePublicOneBelongs() {
    Pem secret = new Pem("PRIVATE KEY", new byte[]{1});

    assertThatThrownBy(() -> VerifyingKey.of("a.key", secret))
        .hasMessage("a.key: expected a public key (the file that ends in .pub), found PRIVATE KEY");
  }

  @Test
  void refusesAPointThatIsNotOnTheCurve() throws KeyException {
    VerifyingKey key = PrivateKey.generate(KeyType.ECDSA, new SecureRandom()).publicKey();
    byte[] bent = Pem.parse("test", key.pem().getBytes(US_ASCII)).content();
    bent[bent.length - 1] ^= 1;

    assertThatThrownBy(() -> VerifyingKey.of("test", new Pem("PUBLIC KEY", bent)))
        .isInstanceOf(KeyException.class);
  }

  @Test
  void refusesAKeyOfAnotherKind() {
    // openssl genpkey -algorithm x25519 | openssl pkey -pubout
    String x25519 =
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAX9c89zEhL4T7fn+rjMITyMsOpRwlQE8nklIa463kuDo=\n-----END PUBLIC KEY-----\n";

    assertThatThrownBy(() -> VerifyingKey.of("test", Pem.parse("test", x25519.getBytes(US_ASCII))))
        .hasMessage(
            "test: expected an ed25519 key, an ecdsa key on P-256, an rsa key or an ml-dsa key, "
                + "found 1.3.101.110");
  }

  @Test
  void refusesSomethingBehindTheKey() {
    String pem = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().pem();

    assertThatThrownBy(() -> Pem.parse("test", (pem + "x\n").getBytes(US_ASCII)))
        .hasMessageContaining("cut short or has something behind the key");
    assertThatThrownBy(() -> Pem.parse("test", ("x\n" + pem).getBytes(US_ASCII)))
        .hasMessageContaining("expected a key in PEM form");
  }
}
