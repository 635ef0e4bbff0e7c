package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.repository.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a draft of a root with the keys at hand. */
@Command(name = "sign",
    description = "Sign a draft of a root, after reading what it says. A new root needs enough signatures of its own keys and of the former root's.",
    footer = {
        "", "Example:",
        "  bascule-image root show root.json",
        "  bascule-image root sign root.json --previous 1.root.json --keys alice.key"})
final class RootSign extends Step {

  @Parameters(paramLabel = "FILE", description = "The draft; the signature is added to it.")
  private Path file = Path.of("");

  @Option(names = "--previous", paramLabel = "FILE", description = "The root that it follows.")
  private @Nullable Path previous;

  @Mixin
  private KeyOptions keys = new KeyOptions();

  RootSign(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Document draft = DraftFile.read(file);
    RootReport before = RootReport.of(draft.as(MetadataKind.ROOT), previous);
    Document signed = sign(draft, before);
    new DraftFile(file).write(signed);
    RootReport after = RootReport.of(signed.as(MetadataKind.ROOT), previous);
    after.warnings().forEach(this::warn);
    return after.asReport(after.isComplete()
        ? file + ": complete; publish it with: bascule-image root publish"
        : file + ": signed; hand it on to the next holder of a root key");
  }

  private Document sign(Document draft, RootReport root) throws IOException {
    Set<KeyId> wanted = rootKeys(root.root().content());
    if (root.former() != null) {
      wanted.addAll(rootKeys(root.former().content()));
    }
    Document signed = draft;
    try (KeyRing ring = keys.open(surroundings())) {
      for (Signer signer : ring.signers()) {
        KeyId id = signer.publicKey().id();
        if (!wanted.contains(id)) {
          throw new KeyException(id.value(), "is no root key of this draft"
              + (root.former() == null ? "; give --previous if it is one of the former root's"
                  : ""));
        }
        signed = signed.signedBy(signer);
      }
    }
    return signed;
  }

  private static Set<KeyId> rootKeys(Root root) {
    return new HashSet<>(root.authority(MetadataKind.ROOT).role().keyIds());
  }
}
