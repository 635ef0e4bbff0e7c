package dev.bascule.publisher.cli;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.MetadataKind;
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
import picocli.CommandLine.Parameters;

/** Signs a draft of a root with the keys at hand. */
@Command(name = "sign",
    description = "Sign a draft of a root. What it says and what it changes is shown before a passphrase is asked. A new root needs enough signatures of its own keys and of the former root's.",
    footer = {
        "", "Example:",
        "  bascule-image root sign root.json --previous 1.root.json --keys alice.key",
        "  bascule-image root status root.json --previous 1.root.json"})
final class RootSign extends Step {

  @Parameters(paramLabel = "FILE", description = "The draft; the signature is added to it.")
  private Path file = Path.of("");

  @Mixin
  private FormerRoot former = new FormerRoot();

  @Mixin
  private KeyOptions keys = new KeyOptions();

  RootSign(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Document draft = DraftFile.read(file);
    Document follows = former.require(draft).orElse(null);
    RootReport before = new RootReport(draft, follows);
    before.warnings().forEach(this::warn);
    before.lines().forEach(surroundings().err()::println);
    Document signed = sign(draft, follows);
    new DraftFile(file).write(signed);
    RootReport after = new RootReport(signed, follows);
    return after.asReport(file + ": signed; " + after.nextStep(file));
  }

  private Document sign(Document draft, @Nullable Document follows) throws IOException {
    Set<KeyId> wanted = rootKeys(draft);
    if (follows != null) {
      wanted.addAll(rootKeys(follows));
    }
    Document signed = draft;
    try (KeyRing ring = keys.open(surroundings())) {
      if (ring.signers().isEmpty()) {
        throw new KeyException(file.toString(),
            "expected a key to sign with; give --keys NAME.key");
      }
      for (Signer signer : ring.signers()) {
        KeyId id = signer.publicKey().id();
        if (!wanted.contains(id)) {
          throw new KeyException(id.value(),
              "is no root key, neither of this draft nor of the root that it follows");
        }
        signed = signed.signedBy(signer);
      }
    }
    return signed;
  }

  private static Set<KeyId> rootKeys(Document root) throws JsonException {
    return new HashSet<>(
        root.as(MetadataKind.ROOT).content().authority(MetadataKind.ROOT).role().keyIds());
  }
}
