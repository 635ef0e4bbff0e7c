package dev.bascule.publisher.pkcs11;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {

  private static final TokenInfo TOKEN =
      new TokenInfo(7, "My Fleet;?&%", "Maker", "Model 1", "0123", 0);

  @Test
  void readsWhatNamesModuleTokenAndKey() {
    Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:token=My%20Fleet%3b%3F%26%25;serial=0123;slot-id=7;"
        + "object=%c3%a4;id=%00%FF%0a;type=private?module-path=/usr/lib/a%20module.so");

    assertThat(uri.module()).hasToString("/usr/lib/a module.so");
    assertThat(uri.object()).isEqualTo("ä".getBytes(UTF_8));
    assertThat(uri.id()).containsExactly(0, 0xff, 0x0a);
    assertThat(uri.matches(TOKEN)).isTrue();
    assertThat(uri.toString()).startsWith("pkcs11:token=My%20Fleet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token=Other", "serial=01234", "serial=012", "manufacturer=maker",
      "model=Model", "slot-id=8", "token=My%20Fleet"})
  void takesNoOtherToken(String token) {
    assertThat(Pkcs11Uri.parse("pkcs11:" + token + ";object=a?module-path=/m").matches(TOKEN))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "pkcs11: | expected NAME=VALUE", "file:a | begins with pkcs11:",
      "pkcs11:token=a;object=b | expected ?module-path=/…",
      "pkcs11:token=a;object=b?module-path=lib.so | a path that is not absolute",
      "pkcs11:token=a;object=b?module-path=/a%00b | a path that is not absolute",
      "pkcs11:token=a;object=b?module-name=p11 | unknown attribute module-name",
      "pkcs11:object=b?module-path=/m | no token named",
      "pkcs11:token=a?module-path=/m | no key named",
      "pkcs11:token=a;object=b;type=cert?module-path=/m | expected type=private",
      "pkcs11:token=a;object=b;library-version=3?module-path=/m | unknown attribute library-version",
      "pkcs11:token=a;token=b;object=b?module-path=/m | token is there twice",
      "pkcs11:token=a;;object=b?module-path=/m | expected NAME=VALUE",
      "pkcs11:token=a;=b?module-path=/m | expected NAME=VALUE",
      "pkcs11:token=a;object=?module-path=/m | expected NAME=VALUE",
      "pkcs11:token=%4;object=b?module-path=/m | two hex digits after each %",
      "pkcs11:token=%;object=b?module-path=/m | two hex digits after each %",
      "pkcs11:token=%zz;object=b?module-path=/m | two hex digits after each %",
      "pkcs11:token=%ff;object=b?module-path=/m | expected UTF-8 in token",
      "pkcs11:token=a b;object=b?module-path=/m | visible ASCII characters",
      "pkcs11:token=ä;object=b?module-path=/m | visible ASCII characters",
      "pkcs11:slot-id=-1;object=b?module-path=/m | expected a number in slot-id",
      "pkcs11:slot-id=99999999999999999999;object=b?module-path=/m | expected a number in slot-id",
      "pkcs11:token=a;object=b?module-path=/m&pin-value=1234 | a PIN does not belong",
      "pkcs11:token=a;object=b?pin-source=/p&module-path=/m | a PIN does not belong"})
  void refusesWhatNamesNothingOrTooMuch(String uri, String complaint) {
    assertThatThrownBy(() -> Pkcs11Uri.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void neverRepeatsAPinInAMessage() {
    assertThatThrownBy(
        () -> Pkcs11Uri.parse("pkcs11:token=a;object=b?module-path=/m&pin-value=4711"))
        .hasMessageNotContaining("4711");
  }

  @Test
  void refusesALongOne() {
    assertThatThrownBy(() -> Pkcs11Uri.parse("pkcs11:token=" + "a".repeat(5000)))
        .hasMessageContaining("at most 4096 characters");
  }

  /** Whatever bytes a label and an id consist of, percent-encoding carries them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsBackAnyLabelAndId(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      byte[] id = new byte[1 + random.nextInt(40)];
      random.nextBytes(id);
      String label = random.ints(1 + random.nextInt(20), 1, 0xd7ff)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
      Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:id=" + encode(id, random) + ";token=T;object="
          + encode(label.getBytes(UTF_8), random) + "?module-path=/m");

      assertThat(uri.id()).isEqualTo(id);
      assertThat(uri.object()).isEqualTo(label.getBytes(UTF_8));
    }
  }

  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyText(byte[] text) {
    String uri = new String(text, UTF_8);
    for (String tried : new String[]{uri, Pkcs11Uri.SCHEME + uri,
        "pkcs11:token=a;object=b?module-path=/m" + uri}) {
      try {
        Pkcs11Uri read = Pkcs11Uri.parse(tried);
        assertThat(read.module()).isAbsolute();
        assertThat(read.object() != null || read.id() != null).isTrue();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private static String encode(byte[] bytes, Random random) {
    StringBuilder text = new StringBuilder();
    for (byte one : bytes) {
      boolean plain = one > ' ' && one < 0x7f && "%;?&=".indexOf(one) < 0;
      text.append(plain && random.nextBoolean()
          ? String.valueOf((char) one)
          : String.format("%%%02x", one));
    }
    return text.toString();
  }
}
