package dev.bascule.publisher.key;

import java.io.Closeable;
import java.io.IOException;

/** Where passphrases come from: a file descriptor, a file, a person. Never the command line or the environment. */
public interface PassphraseSource extends Closeable {

  /** None: for keys that are not encrypted. */
  static PassphraseSource none() {
    return new PassphraseSource() {
      @Override
      public Passphrase toOpen(String keyFile) throws KeyException {
        throw new KeyException(keyFile, "is encrypted, and no passphrase was given");
      }

      @Override
      public Passphrase toProtect(String keyFile) throws KeyException {
        return toOpen(keyFile);
      }
    };
  }

  /**
   * The passphrase that opens an existing key. Asked again for the same key only after a wrong answer.
   *
   * @param keyFile the file's name, for a prompt or a message
   */
  Passphrase toOpen(String keyFile) throws IOException;

  /** The passphrase that a new key shall have. */
  Passphrase toProtect(String keyFile) throws IOException;

  /** How often {@link #toOpen} may be asked for one key: a person mistypes, a file does not. */
  default int attempts() {
    return 1;
  }

  @Override
  default void close() {}
}
