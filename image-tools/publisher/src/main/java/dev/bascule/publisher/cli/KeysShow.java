package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.key.KeyFile;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.PrivateKey;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a key's identity. */
@Command(name = "show",
    description = "Show a key's type and id. A .key file is opened, a .pub file just read.",
    footer = {
        "", "Example: is this the key that root.json lists?",
        "  bascule-image keys show alice.pub"})
final class KeysShow extends Step {

  @Parameters(paramLabel = "FILE", description = "NAME.pub or NAME.key.")
  private Path file = Path.of("");

  @Mixin
  private PassphraseOptions passphrases = new PassphraseOptions();

  KeysShow(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    KeyFile keyFile = KeyFile.at(file);
    VerifyingKey key = keyFile.isPrivate() ? open(keyFile) : VerifyingKey.read(file);
    return Report.of(describe(key).put("public_key", key.pem()),
        "type     " + key.type() + " (" + key.type().scheme().schemeName() + ")",
        "key id   " + key.id(),
        key.pem().stripTrailing());
  }

  private VerifyingKey open(KeyFile keyFile) throws IOException {
    if (!keyFile.isEncrypted()) {
      try (PrivateKey key = keyFile.open(PassphraseSource.none())) {
        return key.publicKey();
      }
    }
    try (PassphraseSource source = passphrases.open(surroundings());
        PrivateKey key = keyFile.open(source)) {
      return key.publicKey();
    }
  }

  static ObjectNode describe(VerifyingKey key) {
    return object()
        .put("keyid", key.id().toString())
        .put("type", key.type().toString())
        .put("scheme", key.type().scheme().schemeName());
  }
}
