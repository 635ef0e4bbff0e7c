package dev.bascule.publisher.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDerivationTest {

  private static final byte[] SALT = new byte[16];

  /** RFC 7914, section 12, third vector, its first 32 bytes. */
  @Test
  void derivesAsTheScryptStandardSays() {
    byte[] key = new KeyDerivation.Scrypt("SodiumChloride".getBytes(US_ASCII), 16384, 8, 1)
        .derive(Passphrase.of("pleaseletmein".getBytes(US_ASCII)));

    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
  }

  @ParameterizedTest
  @CsvSource({"2097152,8,1", "16384,8,256", "1000,8,1", "0,8,1", "16384,0,1", "16384,8,0",
      "1073741824,2147483647,1", "2,8,2147483647"})
  void refusesACostThatWouldHurt(int cost, int blockSize, int passes) {
    assertThatThrownBy(() -> new KeyDerivation.Scrypt(SALT, cost, blockSize, passes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTooManyIterations() {
    assertThatThrownBy(() -> new KeyDerivation.Pbkdf2(SALT, 20_000_001,
        PKCSObjectIdentifiers.id_hmacWithSHA256))
        .hasMessage("PBKDF2: expected 1 to 20000000 iterations, found 20000001");
  }

  @Test
  void refusesTheWeakFunctionOfOldFiles() {
    assertThatThrownBy(
        () -> new KeyDerivation.Pbkdf2(SALT, 1000, PKCSObjectIdentifiers.id_hmacWithSHA1))
        .hasMessageContaining("expected hmacWithSHA256 or hmacWithSHA512");
  }

  @Test
  void refusesAKeyOfAnotherLength() {
    var function = new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt,
        new ScryptParams(SALT, 16384, 8, 1, 16));

    assertThatThrownBy(() -> KeyDerivation.decode(function))
        .hasMessage("key length: expected 32, found 16");
  }
}
