package dev.bascule.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  private static final int LIMIT = 1 << 20;

  @Test
  void readsEveryKindOfValue() throws JsonException {
    JsonNode value = parse("""
      {"text": "a\\u0000\\n€\\ud83d\\ude00", "list": [1, -2, true, false, null], "empty": {}}""");

    assertThat(value.get("text").textValue()).isEqualTo("a\0\n€😀");
    assertThat(value.get("list").get(1).longValue()).isEqualTo(-2);
    assertThat(value.get("list").get(4).isNull()).isTrue();
    assertThat(value.get("empty").isEmpty()).isTrue();
  }

  @Test
  void readsIntegersOfTwentyDigitsExactly() throws JsonException {
    assertThat(parse("-99999999999999999999").bigIntegerValue())
        .isEqualTo("-99999999999999999999");
    assertThat(parse("9223372036854775807").longValue()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", " ", "{", "[1", "{\"a\"", "{\"a\":", "{\"a\":1", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}",
      "+1",
      "01", "-", "NaN", "Infinity", "tru", "True", "\"a", "\"\n\"", "\"\\x41\"", "\"\\u12\"",
      "// c\n1",
      "/* c */ 1", "[1 2]", "{\"a\" 1}", "]", "}", ",", ":", "\uFEFF{}", "\u00a0{}"
  })
  void refusesWhatIsNotJson(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}x", "1 2", "{}]", "null,", "{}\0"})
  void refusesWhatFollowsTheValue(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e2", "1E2", "-0.5", "1.9e400", "{\"a\": 1.0}"})
  void refusesNumbersWithFractionOrExponent(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(JsonException.class)
        .hasMessageContaining("fraction or an exponent");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "[{\"a\":{\"b\":1,\"c\":2,\"b\":3}}]"
  })
  void refusesANameTwiceInOneObjectHoweverItIsSpelt(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(JsonException.class)
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "\"\\ud800\"", "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"\\ud800\\ud800\\udc00\"",
      "{\"\\ud800\":1}"
  })
  void refusesUnpairedSurrogatesInStringsAndNames(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(JsonException.class)
        .hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "22 ff 22", "22 c0 80 22", "22 ed a0 80 22", "22 f4 90 80 80 22", "22 e2 82 22", "22 80 22",
      "ff fe 22 00 22 00", "00 22 00 22", "ef bb bf 31"
  })
  void refusesAnythingButUtf8(String hex) {
    byte[] document = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    assertThatThrownBy(() -> StrictJson.parse(document, LIMIT)).isInstanceOf(JsonException.class);
  }

  @Test
  void takesTheLengthBeforeAnythingElse() throws JsonException {
    assertThat(StrictJson.parse(bytes("\"12\""), 4).textValue()).isEqualTo("12");
    assertThatThrownBy(() -> StrictJson.parse(bytes("\"123\""), 4))
        .hasMessage("document: expected at most 4 bytes, found 5");
  }

  @Test
  void takesSixtyFourLevelsAndNotOneMore() throws JsonException {
    parse("[".repeat(64) + "]".repeat(64));
    parse("{\"a\":".repeat(63) + "[]" + "}".repeat(63));
    assertThatThrownBy(() -> parse("[".repeat(65) + "]".repeat(65)))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("{\"a\":".repeat(64) + "[]" + "}".repeat(64)))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("[".repeat(500_000))).isInstanceOf(JsonException.class);
  }

  @Test
  void takesStringsNamesAndNumbersUpToTheirLimitsAndNotOneMore() throws JsonException {
    parse("\"" + "s".repeat(65_536) + "\"");
    parse("[\"\", \"" + "\\n".repeat(65_536) + "\"]");
    parse("{\"" + "n".repeat(1_024) + "\":1}");
    parse("[" + "9".repeat(20) + "]");
    for (String tooLong : new String[]{
        "\"" + "s".repeat(65_537) + "\"", "[\"\", \"" + "\\n".repeat(65_537) + "\"]",
        "{\"" + "n".repeat(1_025) + "\":1}", "{\"" + "\\t".repeat(1_025) + "\":1}",
        "[" + "9".repeat(21) + "]", "-" + "1".repeat(21)}) {
      assertThatThrownBy(() -> parse(tooLong)).isInstanceOf(JsonException.class);
    }
  }

  @Test
  void namesTheMemberThatIsWrong() {
    assertThatThrownBy(() -> parse("{\"signed\":{\"a/b\":[0,{\"c\":1.5}]}}"))
        .hasMessage("signed[\"a/b\"][1].c: expected an integer, found a number with a fraction or"
            + " an exponent: \"1.5\"");
  }

  @Test
  void keepsHostileNamesOutOfItsMessages() {
    assertThatThrownBy(() -> parse("{\"\\u001b[2J\\n" + "x".repeat(900) + "\":1.5}"))
        .message()
        .startsWith("[\"\\u001b[2J\\u000ax")
        .hasSizeLessThan(250);
  }

  private static JsonNode parse(String document) throws JsonException {
    return StrictJson.parse(bytes(document), LIMIT);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
