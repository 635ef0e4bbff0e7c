package dev.bascule.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  @Test
  void sortsNamesAndLeavesOutWhiteSpace() throws JsonException {
    assertThat(canonical(" { \"b\" : [ 1 , null ] , \"a\" : { } , \"B\" : true, \"\": false } "))
        .isEqualTo("{\"\":false,\"B\":true,\"a\":{},\"b\":[1,null]}");
  }

  /** In UTF-16 units, U+1F600 (d83d de00) would stand before U+FF5E; by code point it stands behind. */
  @Test
  void sortsNamesByCodePointAndNotByUtf16Unit() throws JsonException {
    assertThat(canonical("{\"😀\":1,\"～\":2,\"\\ue000\":3,\"z\":4,\"za\":5,\"\\ud83d\\ude01\":6}"))
        .isEqualTo("{\"z\":4,\"za\":5,\"\ue000\":3,\"～\":2,\"😀\":1,\"😁\":6}");
  }

  @Test
  void escapesQuotesAndBackslashesAndNothingElse() throws JsonException {
    assertThat(canonical("\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t\\u0000\\u001f\\u007f \\u00e9 \\u2028\""))
        .isEqualTo("\"\\\" \\\\ / \b\f\n\r\t\0\u001f\u007f é \u2028\"");
  }

  @Test
  void writesIntegersInTheirShortestForm() throws JsonException {
    assertThat(canonical("[-0, 0, -17, 99999999999999999999]"))
        .isEqualTo("[0,0,-17,99999999999999999999]");
  }

  @Test
  void refusesToSignWhatIsNoIntegerAndNoText() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    for (JsonNode unsignable : List.of(nodes.numberNode(1.0), nodes.numberNode(1.5f),
        nodes.missingNode(),
        nodes.binaryNode(new byte[1]), nodes.pojoNode(this), nodes.textNode("\ud800"),
        nodes.textNode("\udfff"))) {
      assertThatThrownBy(() -> CanonicalJson.encode(unsignable))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20, 1234567})
  void givesTheSameBytesWhateverOrderAndSpacingTheDocumentHas(long seed) throws JsonException {
    for (int round = 0; round < 50; round++) {
      JsonForge forge = new JsonForge(new Random(seed + 1000L * round));
      JsonNode value = forge.value();
      byte[] expected = CanonicalJson.encode(value);
      JsonNode read = StrictJson.parse(
          forge.document(value).getBytes(StandardCharsets.UTF_8),
          1 << 20);
      assertThat(CanonicalJson.encode(read)).isEqualTo(expected);
    }
  }

  private static String canonical(String document) throws JsonException {
    JsonNode value = StrictJson.parse(document.getBytes(StandardCharsets.UTF_8), 1 << 20);
    return new String(CanonicalJson.encode(value), StandardCharsets.UTF_8);
  }
}
