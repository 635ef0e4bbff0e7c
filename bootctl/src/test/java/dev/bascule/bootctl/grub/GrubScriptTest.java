package dev.bascule.bootctl.grub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.ExternalTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the documentation is one that GRUB's own parser takes. */
class GrubScriptTest {
  @TempDir
  private Path directory;

  @Test
  void grubTakesTheDocumentedScript() throws Exception {
    var page = Path.of("..", "docs", "boot-loaders.md");
    var script = Pattern.compile("```\n(set ENV1=.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(page));
    assertThat(script.find()).isTrue();
    var file = Files.writeString(directory.resolve("grub.cfg"), script.group(1));

    ExternalTool.require("grub-script-check").run(file);
  }
}
