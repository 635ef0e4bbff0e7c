package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Targets;
import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.ImageRelease;
import dev.bascule.publisher.repository.ModelRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a draft of a model's images. */
@Command(name = "sign",
    description = "Sign a draft of a model's images. With --image, only if it lists that very image, whose files are read and hashed.",
    footer = {
        "", "Example: alice has built the same image herself, and signs what she has:",
        "  bascule-image sign images.json --image build/1.4.0 --model board --keys alice.key"})
final class Sign extends Step {

  @Parameters(paramLabel = "FILE", description = "The draft; the signature is added to it.")
  private Path file = Path.of("");

  @ArgGroup(exclusive = false)
  private @Nullable Comparison comparison;

  @Mixin
  private KeyOptions keys = new KeyOptions();

  private static final class Comparison {

    @Option(names = "--image", paramLabel = "DIR", required = true,
        description = "The image that the draft must list.")
    Path image =
        Path.of("");

    @Option(names = "--model", paramLabel = "MODEL", required = true,
        description = "The model that it is for.")
    ModelRoles model =
        new ModelRoles("model");
  }

  Sign(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Document draft = DraftFile.read(file);
    Targets content = draft.as(MetadataKind.TARGETS).content();
    if (comparison == null) {
      warn("nothing says that the files are what the draft lists; give --image and --model");
    } else {
      ImageRelease image = ImageRelease.read(comparison.image);
      try (ProgressTask task = progress().start("reading " + comparison.image, image.length())) {
        image.requireSameAs(content, comparison.model, task);
      }
    }
    List<String> lines = new ArrayList<>();
    ObjectNode json = object()
        .put("draft", file.toString())
        .put("version", content.version());
    Document signed = sign(draft, json, lines);
    new DraftFile(file).write(signed);
    lines.add(file + ": version " + content.version() + ", " + content.targets().size()
        + " files; hand it on, or publish it with: bascule-image publish --signed " + file);
    return Report.of(json, lines);
  }

  private Document sign(Document draft, ObjectNode json, List<String> lines) throws IOException {
    Document signed = draft;
    try (KeyRing ring = keys.open(surroundings())) {
      if (ring.signers().isEmpty()) {
        throw new KeyException(file.toString(),
            "expected a key to sign with; give --keys NAME.key");
      }
      for (Signer signer : ring.signers()) {
        signed = signed.signedBy(signer);
        json.withArray("/signed_by").add(signer.publicKey().id().value());
        lines.add("signed by " + signer.publicKey().id());
      }
    }
    return signed;
  }
}
