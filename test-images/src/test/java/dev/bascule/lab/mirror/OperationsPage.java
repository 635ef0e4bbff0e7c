package dev.bascule.lab.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/operations.md shows that is no command of ours. */
final class OperationsPage {

  private OperationsPage() {}

  /** The one block of a language. */
  static String block(Checkout checkout, String language) throws IOException {
    String page = Files.readString(checkout.directory().resolve("docs/operations.md"));
    Matcher block = Pattern.compile("(?ms)^```" + language + "$\n(.*?)^```$").matcher(page);
    assertThat(block.find()).as("a block of %s in docs/operations.md", language).isTrue();
    return block.group(1);
  }
}
