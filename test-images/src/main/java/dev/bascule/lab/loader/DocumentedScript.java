package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A loader's script as docs/boot-loaders.md has it: what people copy is what is booted here. */
final class DocumentedScript {

  private static final String PLACE = "docs/boot-loaders.md";

  private DocumentedScript() {}

  /** Reads the first script of a loader's chapter. */
  static String read(Checkout checkout, String chapter) throws IOException {
    Path file = checkout.directory().resolve(PLACE);
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int start = text.indexOf("\n## " + chapter + "\n");
    int title = text.indexOf("\n### Script\n", Math.max(start, 0));
    int open = text.indexOf("\n```", Math.max(title, 0));
    int begin = text.indexOf('\n', open + 1) + 1;
    int end = text.indexOf("\n```", begin);
    if (start < 0 || title < 0 || open < 0 || end < 0) {
      throw new IOException(file + ": expected a chapter " + chapter + " with a script");
    }
    return text.substring(begin, end + 1);
  }
}
