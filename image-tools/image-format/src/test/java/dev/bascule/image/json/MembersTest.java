package dev.bascule.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

  @Test
  void saysWhatItFoundInsteadOfAString() throws Exception {
    Members members = StrictJson.parseObject(
        "{\"a\":true,\"b\":null,\"c\":7,\"d\":{},\"e\":[1,2]}".getBytes(
            StandardCharsets.UTF_8),
        100);
    for (String found : new String[]{"a: true", "b: null", "c: 7", "d: an object",
        "e: an array of 2", "f: nothing"}) {
      String name = found.substring(0, 1);
      assertThatThrownBy(() -> members.string(name))
          .hasMessage(name + ": expected a string, found " + found.substring(3));
    }
  }

  @Test
  void readsEachTypeByName() throws JsonException {
    Members members = members(
        """
          {"name": "edge", "count": 3, "on": true, "not": false, "bytes": "00fF", "at": "2030-01-31T23:59:59Z",
           "version": "1.2.3", "inner": {"x": 1}, "all": [{"x": 1}, {"x": 2}], "names": ["a", "b"],
           "sum": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}""");

    assertThat(members.string("name")).isEqualTo("edge");
    assertThat(members.integer("count", 1, 3)).isEqualTo(3);
    assertThat(members.bool("on")).isTrue();
    assertThat(members.bool("not")).isFalse();
    assertThat(members.bool("off", false)).isFalse();
    assertThat(members.bool("off", true)).isTrue();
    assertThat(members.node().get("count").intValue()).isEqualTo(3);
    assertThat(members.wrong("count", "four")).hasMessage("count: expected four, found 3");
    assertThat(members.hex("bytes")).containsExactly(0, 0xff);
    assertThat(members.instant("at")).isEqualTo(Instant.parse("2030-01-31T23:59:59Z"));
    assertThat(members.parsed("version", "a version", Version::parse)).hasToString("1.2.3");
    assertThat(members.object("inner").integer("x", 1, 1)).isEqualTo(1);
    assertThat(members.objects("all", 2).get(1).path()).isEqualTo("all[1]");
    assertThat(members.strings("names", 2)).containsExactly("a", "b");
    assertThat(members.sha256("sum").brief()).isEqualTo("e3b0c44298fc");
    assertThat(members.optionalString("absent")).isEmpty();
    assertThat(members.optionalInteger("absent", 0, 1)).isEmpty();
    assertThat(members.optionalObject("absent")).isEmpty();
    assertThat(members.names()).startsWith("name", "count").hasSize(11);
  }

  @Test
  void namesThePathOfTheMemberThatIsWrong() throws JsonException {
    Members root = members("{\"signed\":{\"roles\":{\"root\":{\"threshold\":\"2\"}}}}")
        .object("signed")
        .object("roles")
        .object("root");

    assertThatThrownBy(() -> root.integer("threshold", 1, Long.MAX_VALUE)).hasMessage(
        "signed.roles.root.threshold: expected an integer of 1 or more, found \"2\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "true", "null", "[1]", "{}", "0", "4", "9223372036854775808"})
  void takesNothingElseForAnIntegerFromOneToThree(String value) throws JsonException {
    Members members = members("{\"n\":" + value + "}");

    assertThatThrownBy(() -> members.integer("n", 1, 3)).isInstanceOf(JsonException.class)
        .hasMessageStartingWith("n: expected an integer from 1 to 3, found ");
    assertThatThrownBy(() -> members.optionalInteger("n", 1, 3)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "null", "[]", "{}"})
  void takesNothingElseForAString(String value) throws JsonException {
    Members members = members("{\"n\":" + value + ",\"list\":[" + value + "]}");

    assertThatThrownBy(() -> members.string("n")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> members.optionalString("n")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> members.instant("n")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> members.strings("list", 1)).hasMessageStartingWith("list[0]: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"true\"", "null", "[]", "\"\""})
  void takesNothingElseForABooleanOrAnObject(String value) throws JsonException {
    Members members = members("{\"n\":" + value + "}");

    assertThatThrownBy(() -> members.bool("n")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> members.bool("n", true)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> members.object("n")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> members.optionalObject("n")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> StrictJson.parseObject(value.getBytes(StandardCharsets.UTF_8), 9))
        .isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @CsvSource({
      "2030-01-31T23:59:59", "2030-01-31t23:59:59Z", "2030-01-31T23:59:59z", "2030-01-31 23:59:59Z",
      "2030-02-30T00:00:00Z", "2030-01-31T24:00:00Z", "2030-01-31T23:59:60Z",
      "2030-01-31T23:59:59.0Z",
      "2030-01-31T23:59:59+00:00", "+12030-01-31T23:59:59Z", "30-01-31T23:59:59Z",
      "-030-01-31T23:59:59Z",
      "2030-1-31T23:59:059Z", "٢٠٣٠-01-31T23:59:59Z"
  })
  void readsTimesInOneSpellingOnly(String time) throws JsonException {
    Members members = members("{\"t\":\"" + time + "\"}");

    assertThatThrownBy(() -> members.instant("t"))
        .hasMessageStartingWith("t: expected a time as in 2030-01-31T23:59:59Z, found ");
  }

  @Test
  void writesTimesAsItReadsThem() {
    String text = "0000-02-29T00:00:01Z";
    assertThat(UtcSecond.format(UtcSecond.parse(text))).isEqualTo(text);
    assertThat(UtcSecond.format(Instant.parse("2030-01-31T23:59:59.999Z")))
        .isEqualTo("2030-01-31T23:59:59Z");
  }

  @Test
  void boundsArraysBeforeReadingThem() throws JsonException {
    Members members = members("{\"n\":[1, 2, 3]}");

    assertThatThrownBy(() -> members.objects("n", 2))
        .hasMessage("n: expected an array of at most 2 elements, found 3");
    assertThatThrownBy(() -> members.objects("n", 3))
        .hasMessage("n[0]: expected an object, found 1");
  }

  @Test
  void refusesUnknownMembersWhereAskedTo() throws JsonException {
    Members members = members("{\"a\":1,\"b\":2}");

    members.refuseOthersThan(Set.of("a", "b", "c"));
    assertThatThrownBy(() -> members.refuseOthersThan(Set.of("a", "c")))
        .hasMessage("b: unknown, expected only a, c");
  }

  private static Members members(String document) throws JsonException {
    return StrictJson.parseObject(document.getBytes(StandardCharsets.UTF_8), 1 << 20);
  }
}
