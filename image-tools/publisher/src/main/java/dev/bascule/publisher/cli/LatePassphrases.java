package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passphrases from a source that is not opened before one is needed: keys without a passphrase need no source. */
final class LatePassphrases implements PassphraseSource {

  private final Opener opener;
  private @Nullable PassphraseSource source;

  LatePassphrases(Opener opener) {
    this.opener = opener;
  }

  /** How the source is opened. */
  interface Opener {
    PassphraseSource open() throws IOException;
  }

  private PassphraseSource source() throws IOException {
    PassphraseSource open = source == null ? opener.open() : source;
    source = open;
    return open;
  }

  @Override
  public Passphrase toOpen(String keyFile) throws IOException {
    return source().toOpen(keyFile);
  }

  @Override
  public Passphrase toProtect(String keyFile) throws IOException {
    return source().toProtect(keyFile);
  }

  @Override
  public int attempts() {
    return source == null ? 1 : source.attempts();
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
  }
}
