package dev.bascule.publisher.swupdate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.publisher.foreign.ForeignException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** libconfig's syntax, and whatever bytes call themselves {@code sw-description}. */
class LibConfigTest {

  private static final String WHOLE = """
    software = {
      version = "1.4.0"; /* a comment */ # another
      description: "in two " "parts\\t\\"quoted\\" \\x41"
      hardware-compatibility = [ "a", "b" ], // a third
      numbers: ( 1, -2, 0x1F, 3L, 1.5, 2e3, TRUE, False );
      stable: { copy-1 = { images: ( { filename = "a"; sha256 = "%s"; } ); }; };
    }
    """.formatted("0".repeat(64));

  @Test
  void readsWhatTheManualHas() throws ForeignException {
    assertThat(LibConfig.parse("test", bytes(WHOLE)).path("software").toString())
        .startsWith("{\"version\":\"1.4.0\",\"description\":\"in two parts\\t\\\"quoted\\\" A\","
            + "\"hardware-compatibility\":[\"a\",\"b\"],"
            + "\"numbers\":[1,-2,31,3,1.5,2000.0,true,false],\"stable\":{\"copy-1\":");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "a = 1; a = 2;|each setting once",
      "@include \"x\"|without @include",
      "a = ;|a value",
      "a = (1 2);|',' or the list's end",
      "a = \"b|the end of a string",
      "a = { b = 1;|a setting's name",
      "/* a = 1;|the end of a comment",
      "a = 99999999999999999999;|an integer of 64 bits",
      "a 1|'=' or ':'"
  })
  void namesWhatIsWrong(String text, String expected) {
    assertThatThrownBy(() -> LibConfig.parse("test", bytes(text)))
        .isInstanceOf(ForeignException.class)
        .hasMessageStartingWith("test, line 1: expected")
        .hasMessageContaining(expected);
  }

  @Test
  void refusesEndlessNesting() {
    assertThatThrownBy(() -> LibConfig.parse("test", bytes("a = " + "(".repeat(100_000))))
        .hasMessageContaining("32 levels");
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyDescription(byte[] text) {
    try {
      SwDescription.parse("test", text, List.of());
    } catch (ForeignException e) {
      assertThat(e).hasMessageStartingWith("test").hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsOrRefusesADescriptionWithSomeBytesExchanged(long seed) {
    Random random = new Random(seed);
    List<byte[]> wholes = seeds().toList();
    for (int round = 0; round < 2000; round++) {
      byte[] text = wholes.get(random.nextInt(wholes.size())).clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        text[random.nextInt(text.length)] =
            (byte) "{}()[]\"\\;:=,#/*\n0 a".charAt(random.nextInt(19));
      }
      readsOrRefusesAnyDescription(text);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(bytes(WHOLE), bytes("""
      {"software": {"version": "1", "images": [{"filename": "a", "compressed": true}],
       "board": {"scripts": [{"filename": "b"}]}}}"""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
