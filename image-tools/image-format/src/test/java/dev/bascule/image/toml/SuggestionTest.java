package dev.bascule.image.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static final List<String> KNOWN = List.of("compatible", "channel", "url", "poll");

  @Test
  void findsALetterMissingChangedAddedOrSwapped() {
    assertThat(Suggestion.nearest("compatble", KNOWN)).contains("compatible");
    assertThat(Suggestion.nearest("chennel", KNOWN)).contains("channel");
    assertThat(Suggestion.nearest("urll", KNOWN)).contains("url");
    assertThat(Suggestion.nearest("plol", KNOWN)).contains("poll");
  }

  @Test
  void staysSilentWhenNothingIsNear() {
    assertThat(Suggestion.nearest("wallpaper", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("x".repeat(10_000), KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("url", List.of())).isEmpty();
  }

  @Test
  void countsEdits() {
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("ab", "ba")).isEqualTo(1);
  }
}
