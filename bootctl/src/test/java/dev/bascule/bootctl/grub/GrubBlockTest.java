package dev.bascule.bootctl.grub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.ExternalTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrubBlockTest {
  @TempDir
  private Path directory;

  @Test
  void grubEditenvMakesTheSameBlockByteForByte() throws Exception {
    var editenv = ExternalTool.require("grub-editenv");
    var file = directory.resolve("grubenv");
    editenv.run(file, "create");
    var ours = GrubBlock.decode(Files.readAllBytes(file));
    var steps = Map.of("ORDER", "A B", "A_OK", "1", "path", "back\\slash\\\\", "lines", "a\nb\n",
        "empty", "", "hash", "#not padding##");

    for (var step : new TreeMap<>(steps).entrySet()) {
      editenv.run(file, "set", step.getKey() + "=" + step.getValue());
      ours = ours.with(Map.of(step.getKey(), Optional.of(step.getValue())));
      assertThat(ours.encode()).asString(StandardCharsets.ISO_8859_1)
          .isEqualTo(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    editenv.run(file, "set", "A_OK=", "ORDER=B A C D");
    ours = ours.with(Map.of("A_OK", Optional.of(""), "ORDER", Optional.of("B A C D")));
    assertThat(ours.encode()).isEqualTo(Files.readAllBytes(file));
    editenv.run(file, "unset", "path");
    ours = ours.with(Map.of("path", Optional.empty()));
    assertThat(ours.encode()).isEqualTo(Files.readAllBytes(file));

    assertThat(GrubBlock.decode(ours.encode())).isEqualTo(ours);
  }

  @Test
  void grubEditenvReadsWhatWasWrittenHere() throws Exception {
    var editenv = ExternalTool.require("grub-editenv");
    var file = directory.resolve("grubenv");
    var block = GrubBlock.blank(1024)
        .with(Map.of("ORDER", Optional.of("B A"), "x", Optional.of("a\\b")));
    Files.write(file, block.encode());

    assertThat(editenv.run(file, "list")).isEqualTo("ORDER=B A\nx=a\\b\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyVariablesComeBackAndTheToolAgrees(long seed) throws Exception {
    var editenv = ExternalTool.require("grub-editenv");
    var random = new Random(seed);
    var file = directory.resolve("grubenv");
    var block = GrubBlock.blank(512 + random.nextInt(2000));
    var expected = new HashMap<String, String>();
    for (int i = 0; i < 12; i++) {
      String name = "n" + random.nextInt(8);
      var value = new StringBuilder();
      for (int k = random.nextInt(12); k > 0; k--) {
        value.append("ab\\#=\n 1".charAt(random.nextInt(8)));
      }
      expected.put(name, value.toString());
      block = block.with(Map.of(name, Optional.of(value.toString())));
    }
    Files.write(file, block.encode());

    assertThat(GrubBlock.decode(block.encode()).variables()).isEqualTo(expected);
    var listed = new StringBuilder();
    block.variables().forEach((name, value) -> listed.append(name + "=" + value + "\n"));
    assertThat(editenv.run(file, "list")).isEqualTo(listed.toString());
  }

  @Test
  void keepsSizeAndLinesThatAreNoVariables() throws Exception {
    String text = "# GRUB Environment Block\n# by hand\nsaved_entry=0\n# end\n" + "#".repeat(3000);
    var block = GrubBlock.decode(text.getBytes(StandardCharsets.ISO_8859_1));

    var changed = block.with(Map.of("saved_entry", Optional.of("12")));

    assertThat(changed.encode()).hasSize(text.length())
        .asString(StandardCharsets.ISO_8859_1)
        .startsWith("# GRUB Environment Block\n# by hand\nsaved_entry=12\n# end\n##");
  }

  @Test
  void refusesMoreThanFits() {
    var block = GrubBlock.blank(64).with(Map.of("name", Optional.of("x".repeat(40))));
    assertThatThrownBy(block::encode).isInstanceOf(BootException.class)
        .hasMessageContaining("at most 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#", "# GRUB Environment Block", "# GRUB environment block\n####",
      "# GRUB Environment Block\nORDER=A B", "# GRUB Environment Block\nORDER\n###",
      "# GRUB Environment Block\n=1\n###", "# GRUB Environment Block\na=1\na=2\n###",
      "# GRUB Environment Block\na=1\\\n###", "# GRUB Environment Block\na=\0\n###",
      "# GRUB Environment Block\na=1\n###\0\0\0"})
  void refusesWhatIsNoBlock(String text) {
    assertThatThrownBy(() -> GrubBlock.decode(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(MalformedBlockException.class);
  }
}
