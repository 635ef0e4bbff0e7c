package dev.bascule.image.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTextTest {

  @Test
  void showsEightyCharactersAndSaysWhereItCut() {
    assertThat(QuotedText.of("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(QuotedText.of("x".repeat(80) + "y")).isEqualTo("\"" + "x".repeat(80) + "…\"");
    assertThat(QuotedText.of("")).isEqualTo("\"\"");
  }

  /** Control characters, bidirectional marks, halves of pairs, line and paragraph separators. */
  @Test
  void showsNothingThatATerminalObeys() {
    assertThat(QuotedText.of("a\n\u001b[2J\u009b\u202e\ud800\u2028\u2029é"))
        .isEqualTo("\"a\\u000a\\u001b[2J\\u009b\\u202e\\ud800\\u2028\\u2029é\"");
    assertThat(QuotedText.oneLine("a\n" + "b".repeat(200))).isEqualTo("a\\u000a" + "b".repeat(200));
  }

  @Test
  void quotesOnlyWhatNeedsIt() {
    assertThat(QuotedText.whereNeeded("board-images")).isEqualTo("board-images");
    assertThat(QuotedText.whereNeeded("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(QuotedText.whereNeeded("x".repeat(81))).startsWith("\"x").endsWith("…\"");
    assertThat(QuotedText.whereNeeded("")).isEqualTo("\"\"");
    assertThat(QuotedText.whereNeeded("a\tb")).isEqualTo("\"a\\u0009b\"");
  }

  @Test
  void namesPlainMembersAsTheyAreAndOthersInQuotes() {
    assertThat(JsonPath.member("", "a_B-9")).isEqualTo("a_B-9");
    assertThat(JsonPath.member("p", "x".repeat(80))).isEqualTo("p." + "x".repeat(80));
    assertThat(JsonPath.member("p", "x".repeat(81))).startsWith("p[\"");
    assertThat(JsonPath.member("p", "")).isEqualTo("p[\"\"]");
    assertThat(JsonPath.member("p", "a.b")).isEqualTo("p[\"a.b\"]");
    assertThat(JsonPath.member("p", "\u0080")).startsWith("p[");
    assertThat(JsonPath.member("p", "é")).startsWith("p[");
    assertThat(JsonPath.element("p", 3)).isEqualTo("p[3]");
    assertThat(new JsonException("p", "x").path()).isEqualTo("p");
  }
}
