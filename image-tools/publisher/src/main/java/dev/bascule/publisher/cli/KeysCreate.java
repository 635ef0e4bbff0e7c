package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.key.KeyFile;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key. */
@Command(name = "create", description = "Make a new key: NAME.key, encrypted, and NAME.pub.",
    footer = {
        "", "Example: a key for the person who signs images, on a computer without network:",
        "  bascule-image keys create alice --out /media/alice/keys",
        "", "Example: her second key, for a role that asks for both families:",
        "  bascule-image keys create alice-pq --type ml-dsa-65 --out /media/alice/keys"})
final class KeysCreate extends Step {

  @Parameters(paramLabel = "NAME", description = "The files' name, without its ending.")
  private String name = "";

  @Option(names = "--type", paramLabel = "TYPE", defaultValue = "ed25519",
      description = "ed25519 (default), ecdsa (P-256), or ml-dsa-44, ml-dsa-65, ml-dsa-87, which withstand quantum computers.")
  private KeyType type = KeyType.ED25519;

  @Option(names = "--out", paramLabel = "DIR", defaultValue = ".",
      description = "The directory, made if need be (default: the current one).")
  private Path directory = Path.of(".");

  @Option(names = "--no-passphrase",
      description = "Do not encrypt: whoever reads the file can sign. For tests, and for keys on encrypted disks.")
  private boolean unencrypted;

  @Mixin
  private PassphraseOptions passphrases = new PassphraseOptions();

  KeysCreate(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Files.createDirectories(directory);
    KeyFile file = KeyFile.named(directory, name);
    try (PrivateKey key = PrivateKey.generate(type, surroundings().random())) {
      if (unencrypted) {
        warn(file.file() + " is not encrypted: whoever reads it can sign with it");
        file.writeNewUnencrypted(key);
      } else {
        writeEncrypted(file, key);
      }
      ObjectNode json = KeysShow.describe(key.publicKey())
          .put("private", file.file().toString())
          .put("public", file.publicFile().toString());
      return Report.of(json,
          "private key  " + file.file() + (unencrypted ? "  (not encrypted)" : "  (encrypted)"),
          "public key   " + file.publicFile(),
          "key id       " + key.publicKey().id());
    }
  }

  private void writeEncrypted(KeyFile file, PrivateKey key) throws IOException {
    try (PassphraseSource source = passphrases.open(surroundings());
        Passphrase passphrase = source.toProtect(file.file().toString())) {
      file.writeNew(key, passphrase, surroundings().random());
    }
  }
}
