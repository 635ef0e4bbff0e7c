package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.publisher.repository.ClockCheck;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RootDraft;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drafts a root. */
@Command(name = "init",
    description = "Draft a root: which keys sign for root, targets, snapshot and timestamp. The draft then goes from person to person to be signed.",
    footer = {
        "", "Example: two of three people together decide whose keys count:",
        "  bascule-image root init --out root.json --key root=alice.pub --key root=bob.pub \\",
        "      --key root=carol.pub --threshold root=2 --key targets=alice.pub \\",
        "      --key snapshot=online.pub --key timestamp=online.pub",
        "", "Example: next year, with another online key; the other roles stay as they are:",
        "  bascule-image root init --out root.json --previous repository/metadata/1.root.json \\",
        "      --key snapshot=online2.pub --key timestamp=online2.pub",
        "", "Example: a role that needs both an ed25519 and an ml-dsa key:",
        "  bascule-image root init --out root.json --previous repository/metadata/1.root.json \\",
        "      --key targets=alice.pub --key targets=alice-pq.pub \\",
        "      --min targets=classical:1 --min targets=post-quantum:1"})
final class RootInit extends Step {

  @Option(names = "--out", paramLabel = "FILE", required = true,
      description = "Where the draft goes; must not exist.")
  private Path out = Path.of("");

  @Option(names = "--previous", paramLabel = "FILE",
      description = "The newest published root, N.root.json, that this one follows.")
  private @Nullable Path previous;

  @Mixin
  private SignatoryOptions signatories = new SignatoryOptions();

  @Mixin
  private LifetimeOptions lifetimes = new LifetimeOptions();

  @Mixin
  private ClockOption clock = new ClockOption();

  RootInit(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    Document last = previous == null ? null : DraftFile.read(previous);
    Instant now = surroundings().clock().instant();
    if (last != null) {
      clock.require(ClockCheck.OF_ROOT, now, List.of(last.as(MetadataKind.ROOT).content()));
    }
    Document draft = RootDraft.draft(last, signatories.read(Root.TOP_LEVEL), lifetimes.read(), now);
    new DraftFile(out).write(draft);
    RootReport report = new RootReport(draft, last);
    report.warnings().forEach(this::warn);
    return report.asReport(out + ": drafted; " + report.nextStep(out));
  }
}
