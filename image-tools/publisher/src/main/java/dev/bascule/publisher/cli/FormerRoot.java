package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Threshold;
import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * The root that a draft follows. It comes from whoever looks at the draft and not with the draft: what changes is only
 * worth reading against a root that one trusts.
 */
final class FormerRoot {

  @ArgGroup
  private @Nullable Choice choice;

  private static final class Choice {

    @Option(names = "--previous", paramLabel = "FILE",
        description = "The root that the draft follows, N.root.json: your own copy, or the repository's.")
    @Nullable
    Path file;

    @Option(names = "--repo", paramLabel = "DIR",
        description = "The repository whose newest root the draft follows; it is only read.")
    @Nullable
    Path repository;
  }

  /** Reads it, if one is named. */
  Optional<Document> read() throws IOException {
    if (choice == null) {
      return Optional.empty();
    }
    return Optional.of(choice.repository != null
        ? newest(choice.repository)
        : published(choice.file == null ? Path.of("") : choice.file));
  }

  private static Document newest(Path repository) throws IOException {
    SignedMetadata<Root> newest = Published.read(repository)
        .newestRoot()
        .orElseThrow(() -> new KeyException(repository.toString(),
            "there is no root yet; begin with: bascule-image root init"));
    return Document.parse(newest.received());
  }

  private static Document published(Path file) throws IOException {
    Document root = DraftFile.read(file);
    SignedMetadata<Root> metadata = root.as(MetadataKind.ROOT);
    Threshold own = metadata.content().authority(MetadataKind.ROOT).count(metadata);
    if (!own.met()) {
      throw new KeyException(file.toString(), "expected a published root, found one that has "
          + own);
    }
    return root;
  }

  /**
   * Reads the root that a draft follows.
   *
   * @return empty for the first root, and where none is named
   * @throws KeyException if it is not the version before
   */
  Optional<Document> read(Document draft) throws IOException {
    Optional<Document> former = read();
    if (former.isPresent()) {
      long version = draft.as(MetadataKind.ROOT).content().version();
      long found = former.get().as(MetadataKind.ROOT).content().version();
      if (found != version - 1) {
        throw new KeyException("root version " + version, version == 1
            ? "is a first root and follows none; leave --previous and --repo away"
            : "expected that it follows version " + (version - 1) + ", found version " + found
                + "; if a newer root was published meanwhile, draft the change again from that");
      }
    }
    return former;
  }

  /**
   * Reads the root that a draft follows, which must be known.
   *
   * @return empty for the first root
   */
  Optional<Document> require(Document draft) throws IOException {
    Optional<Document> former = read(draft);
    long version = draft.as(MetadataKind.ROOT).content().version();
    if (former.isEmpty() && version > 1) {
      throw new IllegalArgumentException("root version " + version + " follows version "
          + (version - 1) + ": expected --previous " + (version - 1) + ".root.json or --repo DIR, "
          + "to show what changes and to count the signatures of its keys");
    }
    return former;
  }
}
