package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaSignatureTest {

  private static final String ZEROS = "00".repeat(31);
  private static final String HIGH = "ff".repeat(32);

  @ParameterizedTest
  @CsvSource({"01, 02", "00, 00", "7f, 01", "0080, 00ff"})
  void readsSmallNumbers(String r, String s) {
    String der = element("30", element("02", r) + element("02", s));

    assertThat(EcdsaSignature.fixedLength(HexFormat.of().parseHex(der))).hasValueSatisfying(
        both -> assertThat(both).asHexString()
            .isEqualToIgnoringCase(ZEROS + r.substring(r.length() - 2) + ZEROS
                + s.substring(s.length() - 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00" + "ff", "7f"})
  void readsNumbersOfTheGreatestLength(String first) {
    String number = first + "ff".repeat(31);
    String der = element("30", element("02", number) + element("02", number));

    assertThat(EcdsaSignature.fixedLength(HexFormat.of().parseHex(der))).hasValueSatisfying(
        both -> assertThat(both).hasSize(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "3000", "300102", "30020201", "3003020101", "30050201010201",
      "30050201010200", "3006020080020101", "300602010102017f00", "3006020101020180",
      "30070202000102" + "0101", "3008020200010202" + "0001", "3006020101030101",
      "3006030101020101", "3106020101020101", "3005020101020101", "3007020101020101"})
  void refusesWhatIsNotDer(String hex) {
    assertThat(EcdsaSignature.fixedLength(HexFormat.of().parseHex(hex))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "00" + "80"})
  void refusesNumbersThatAreTooLong(String first) {
    String number = first + HIGH;
    String der = element("30", element("02", "01") + element("02", number));

    assertThat(EcdsaSignature.fixedLength(HexFormat.of().parseHex(der))).isEmpty();
  }

  private static String element(String tag, String content) {
    return tag + HexFormat.of().toHexDigits((byte) (content.length() / 2)) + content;
  }
}
