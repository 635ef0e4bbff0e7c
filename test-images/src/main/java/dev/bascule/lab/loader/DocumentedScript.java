package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A loader's script as docs/boot-loaders.md has it: what people copy is what is booted here. */
final class DocumentedScript {

  private static final String PLACE = "docs/boot-loaders.md";
  /** What stands between two fences. */
  private static final Pattern BLOCK =
      Pattern.compile("^```[a-z]*\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private DocumentedScript() {}

  /** Reads the script of a loader's chapter. */
  static String read(Checkout checkout, String chapter) throws IOException {
    return read(checkout, chapter, "Script");
  }

  /** Reads the first block of a section of a loader's chapter. */
  static String read(Checkout checkout, String chapter, String section) throws IOException {
    return readAll(checkout, chapter, section).getFirst();
  }

  /** Reads the blocks of a section of a loader's chapter; there is one at least. */
  static List<String> readAll(Checkout checkout, String chapter, String section)
      throws IOException {
    Path file = checkout.directory().resolve(PLACE);
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int start = text.indexOf("\n## " + chapter + "\n");
    int title = text.indexOf("\n### " + section + "\n", Math.max(start, 0));
    int next = text.indexOf("\n##", title + 1);
    List<String> blocks = start < 0 || title < 0
        ? List.of()
        : BLOCK.matcher(text.substring(title, next < 0 ? text.length() : next))
            .results()
            .map(found -> found.group(1))
            .toList();
    if (blocks.isEmpty()) {
      throw new IOException(
          file + ": expected a chapter " + chapter + " with a section " + section);
    }
    return blocks;
  }
}
