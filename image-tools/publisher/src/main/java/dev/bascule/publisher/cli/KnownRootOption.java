package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A root that the signer knows to be right, so that whoever can write the repository cannot put another in its place. */
final class KnownRootOption {

  @Option(names = "--root", paramLabel = "FILE",
      description = "A root that you know to be right: your own copy of the first or of any later one. "
          + "Nothing is signed unless the repository's roots lead through it "
          + "(default: its first root is taken at its word, with a warning).")
  private @Nullable Path root;

  @Nullable
  Document read() throws IOException {
    return root == null ? null : DraftFile.read(root);
  }

  /** Says so where nothing but the repository itself vouches for its first root, and something is about to be signed. */
  void warnIfNotGiven(Path repository, Published published, Consumer<String> warnings) {
    if (root == null && published.root() != null) {
      warnings.accept("no --root: " + repository + "'s first root is taken at its word, so that "
          + "whoever can write there may have put another in its place; keep a copy of "
          + "1.root.json elsewhere and give it with --root");
    }
  }
}
