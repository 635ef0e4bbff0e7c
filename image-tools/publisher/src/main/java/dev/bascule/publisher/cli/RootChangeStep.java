package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.publisher.repository.ClockCheck;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RootBody;
import dev.bascule.publisher.repository.RootDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A step that changes a draft of a root, or begins one that follows the published root. */
abstract class RootChangeStep extends Step {

  @Parameters(paramLabel = "FILE", index = "0",
      description = "The draft. If it does not exist, it is begun: the root that --previous or --repo names, with the change.")
  private Path file = Path.of("");

  @Mixin
  private FormerRoot former = new FormerRoot();

  @Mixin
  private LifetimeOptions lifetimes = new LifetimeOptions();

  @Mixin
  private ClockOption clock = new ClockOption();

  RootChangeStep(Surroundings surroundings) {
    super(surroundings);
  }

  /** Changes what the draft says. */
  abstract void change(RootBody root) throws IOException;

  @Override
  final Report run() throws IOException {
    boolean isNew = !Files.exists(file);
    Document before = isNew ? begin() : DraftFile.read(file);
    Optional<Document> follows = former.read(before);
    RootBody body = RootBody.of(before);
    change(body);
    Document after = body.draft();
    new DraftFile(file).write(after);
    int lost = before.as(MetadataKind.ROOT).signatures().size();
    if (lost > 0) {
      warn("the draft changed: " + lost + (lost == 1 ? " signature is" : " signatures are")
          + " gone, and whoever had signed signs again");
    }
    RootReport report = new RootReport(after, follows.orElse(null));
    report.warnings().forEach(this::warn);
    return report.asReport(file + (isNew ? ": drafted; " : ": changed; ") + report.nextStep(file));
  }

  private Document begin() throws IOException {
    Document last = former.read()
        .orElseThrow(
            () -> new NoSuchFileException(file + " (a draft; to begin one, give --repo DIR "
                + "or --previous N.root.json)"));
    Instant now = surroundings().clock().instant();
    clock.require(ClockCheck.OF_ROOT, now, List.of(last.as(MetadataKind.ROOT).content()));
    return RootDraft.draft(last, Map.of(), lifetimes.read(), now);
  }
}
