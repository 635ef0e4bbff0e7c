package dev.bascule.image.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

class JsonFuzzTest {

  /** Any bytes give a value or a {@link JsonException}; what was read once is read again the same. */
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyBytes(byte[] document) {
    JsonNode value;
    try {
      value = StrictJson.parse(document, 1 << 16);
    } catch (JsonException e) {
      assertThat(e).hasMessageNotContaining("\n");
      return;
    }
    byte[] canonical = CanonicalJson.encode(value);
    JsonNode again;
    try {
      again = StrictJson.parse(value.toString().getBytes(StandardCharsets.UTF_8), 1 << 20);
    } catch (JsonException e) {
      throw new AssertionError("what was read and written is refused", e);
    }
    assertThat(CanonicalJson.encode(again)).isEqualTo(canonical);
  }
}
