package dev.bascule.image.toml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import org.junit.jupiter.api.Test;

class TomlTextTest {

  private static final int MAX = 1 << 16;
  private static final String FILE = """
    # a comment = not a key
    first = 1
    [model.board]
    list = [
      "one",
    ]
    [ model . "board.2" . channel ]
    'quoted' = 2
    inside.table.key = 3
    """;

  @Test
  void readsTablesAndFindsTheirLines() throws TomlException {
    TomlText toml = TomlText.parse(FILE.getBytes(UTF_8), MAX);
    TomlLines lines = TomlLines.of(toml.text());

    assertThat(toml.tables().at("/model/board.2/channel/quoted").asInt()).isEqualTo(2);
    assertThat(lines.line("first")).hasValue(2);
    assertThat(lines.line("model.board")).hasValue(3);
    assertThat(lines.line("model.board.list[0]")).hasValue(4);
    assertThat(lines.line("model.board.other")).as("the table around it").hasValue(3);
    assertThat(lines.line("model[\"board.2\"].channel.quoted")).hasValue(8);
    assertThat(lines.line("model[\"board.2\"].channel.inside.table.key")).hasValue(9);
    assertThat(lines.line("elsewhere")).isEmpty();
    assertThat(lines.line("")).isEmpty();
  }

  @Test
  void readsEachKindOfValueAsJacksonsMapperDoes() throws Exception {
    String file = """
      text = "a\\tb"
      raw = 'c\\d'
      yes = true
      no = false
      small = -7
      long = 5_000_000_000
      hex = 0xff
      huge = 123456789012345678901234567890
      real = 2.50
      tiny = 1e-300
      endless = inf
      nothing = nan
      day = 2026-11-28
      moment = 2026-11-28T22:00:00Z
      list = [1, [2.0, "x"], {a = {}}, []]
      [[tables]]
      a.b = 1
      [[tables]]
      """;

    assertThat(TomlText.parse(file.getBytes(UTF_8), MAX).tables())
        .isEqualTo(new TomlMapper().readTree(file));
    assertThat(TomlText.parse(new byte[0], MAX).tables()).isEmpty();
  }

  @Test
  void saysWhatIsNoToml() {
    assertThatThrownBy(() -> TomlText.parse("a = 1\nb = ".getBytes(UTF_8), MAX))
        .isInstanceOf(TomlException.class)
        .hasMessageContaining("expected TOML, found: ")
        .hasMessageContaining("(line 2, column");
    assertThatThrownBy(() -> TomlText.parse(new byte[]{'a', '=', '"', (byte) 0xff, '"'}, MAX))
        .hasMessage("expected UTF-8, found bytes that are not");
    assertThatThrownBy(() -> TomlText.parse(new byte[MAX + 1], MAX))
        .hasMessage("expected at most 65536 bytes, found 65537");
    assertThatThrownBy(() -> TomlText.parse(("a = " + "[".repeat(17)).getBytes(UTF_8), MAX))
        .isInstanceOf(TomlException.class);
  }

  @FuzzTest
  void readsAnythingOrSaysWhyNot(byte[] file) {
    try {
      TomlText toml = TomlText.parse(file, MAX);
      TomlLines lines = TomlLines.of(toml.text());
      toml.tables().fieldNames().forEachRemaining(lines::line);
    } catch (TomlException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }
}
