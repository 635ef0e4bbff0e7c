package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.Document;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A root that the signer knows to be right, so that whoever can write the repository cannot put another in its place. */
final class KnownRootOption {

  @Option(names = "--root", paramLabel = "FILE",
      description = "A root that you know to be right: your own copy of the first or of any later one. "
          + "Nothing is signed unless the repository's roots lead through it "
          + "(default: its first root is taken at its word).")
  private @Nullable Path root;

  @Nullable
  Document read() throws IOException {
    return root == null ? null : DraftFile.read(root);
  }
}
