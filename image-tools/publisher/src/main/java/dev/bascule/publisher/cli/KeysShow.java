package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a key's identity. */
@Command(name = "show",
    description = "Show a key's type and id. A .key file is opened, a .pub file just read; of a key in a security module or behind a program the public half is read.",
    footer = {
        "", "Example: is this the key that root.json lists?",
        "  bascule-image keys show alice.pub",
        "", "Example: the public half of a key in a security module, to hand around:",
        "  bascule-image keys show --out images.pub \\",
        "      'pkcs11:token=Fleet;object=images?module-path=/usr/lib/softhsm/libsofthsm2.so'"})
final class KeysShow extends Step {

  @Parameters(paramLabel = "KEY",
      description = "NAME.pub, NAME.key, pkcs11:token=…;object=…?module-path=… or command:PROGRAM.")
  private String name = "";

  @Option(names = "--out", paramLabel = "FILE",
      description = "Write the public half to a new file too.")
  private @Nullable Path out;

  @Mixin
  private PassphraseOptions passphrases = new PassphraseOptions();

  KeysShow(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    VerifyingKey key;
    try (PassphraseSource source = passphrases.whenNeeded(surroundings())) {
      key = KeySource.parse(name).publicKey(source);
    }
    if (out != null) {
      Files.writeString(out, key.pem(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
    }
    return Report.of(describe(key).put("public_key", key.pem()),
        "type     " + key.type() + " (" + key.type().scheme().schemeName() + ")",
        "key id   " + key.id(),
        key.pem().stripTrailing());
  }

  static ObjectNode describe(VerifyingKey key) {
    return object()
        .put("keyid", key.id().toString())
        .put("type", key.type().toString())
        .put("scheme", key.type().scheme().schemeName());
  }
}
