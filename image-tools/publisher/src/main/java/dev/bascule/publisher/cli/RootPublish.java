package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RepositoryDirectory;
import dev.bascule.publisher.repository.RootAdvice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Publishes a root. */
@Command(name = "publish",
    description = "Publish a root that enough people have signed. The first root makes the repository.",
    footer = {
        "",
        "The keys of targets, snapshot and timestamp are needed where they change: metadata is signed "
            + "by the former and the new ones, so that every device follows. "
            + "What expired meanwhile is renewed.",
        "", "Example: a new repository:",
        "  bascule-image root publish root.json --repo repository --keys targets.key online.key"})
final class RootPublish extends PublishingStep {

  @Parameters(paramLabel = "FILE", description = "The signed root.")
  private Path file = Path.of("");

  RootPublish(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  RepositoryDirectory openRepository(Path directory) throws IOException {
    return RepositoryDirectory.create(directory);
  }

  @Override
  void change(Change change) throws IOException {
    Document root = DraftFile.read(file);
    RootAdvice.of(root.as(MetadataKind.ROOT).content()).forEach(this::warn);
    change.edition().replaceRoot(root);
    Instant now = surroundings().clock().instant();
    for (Map.Entry<String, Metadata> role : change.base().roles().entrySet()) {
      if (!role.getKey().equals("root") && !role.getValue().expires().isAfter(now)) {
        change.edition().renew(role.getKey());
      }
    }
  }
}
