package dev.bascule.publisher.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A key on disk: {@code NAME.key}, the private half, encrypted PKCS#8 in PEM form and mode 0600, and beside it
 * {@code NAME.pub}, the public half.
 */
public final class KeyFile {

  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final String PLAIN = "PRIVATE KEY";
  private static final String PRIVATE_SUFFIX = ".key";
  private static final String PUBLIC_SUFFIX = ".pub";

  private final Path file;

  private KeyFile(Path file) {
    this.file = file;
  }

  /** The private half's file. */
  public static KeyFile at(Path file) {
    return new KeyFile(file);
  }

  /** The private half's file of a key with a name, in a directory. */
  public static KeyFile named(Path directory, String name) {
    return new KeyFile(directory.resolve(name + PRIVATE_SUFFIX));
  }

  static boolean hasPrivateName(Path file) {
    return file.getFileName().toString().endsWith(PRIVATE_SUFFIX);
  }

  public Path file() {
    return file;
  }

  /** Where the public half is written. */
  public Path publicFile() {
    String name = file.getFileName().toString();
    String stem = name.endsWith(PRIVATE_SUFFIX)
        ? name.substring(0, name.length() - PRIVATE_SUFFIX.length())
        : name;
    return file.resolveSibling(stem + PUBLIC_SUFFIX);
  }

  /**
   * Writes a new key, encrypted, private half first. A power cut leaves nothing, or a private half that is whole or cut
   * short and refused.
   *
   * @throws KeyException if either file exists, or the passphrase is too short
   */
  public void writeNew(PrivateKey key, Passphrase passphrase, SecureRandom random)
      throws IOException {
    if (passphrase.bytes().length < Passphrase.MIN_NEW_LENGTH) {
      throw new KeyException(file.toString(), "expected a passphrase of at least "
          + Passphrase.MIN_NEW_LENGTH + " bytes, found " + passphrase.bytes().length);
    }
    byte[] plain = key.encode();
    try {
      KeyCipher cipher = KeyCipher.encrypt(plain, passphrase, random);
      write(new Pem(ENCRYPTED, cipher.encode()), key.publicKey());
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Writes a new key that whoever reads the file can sign with. Otherwise like {@link #writeNew}. */
  public void writeNewUnencrypted(PrivateKey key) throws IOException {
    byte[] plain = key.encode();
    try {
      write(new Pem(PLAIN, plain), key.publicKey());
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private void write(Pem secret, VerifyingKey publicKey) throws IOException {
    if (Files.exists(publicFile())) {
      throw new KeyException(publicFile().toString(),
          "exists already; a key is never overwritten, choose another name or directory");
    }
    OwnerOnly.writeNew(file, secret.encode().getBytes(StandardCharsets.US_ASCII));
    try {
      Files.writeString(publicFile(), publicKey.pem(), StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(publicFile() + ": appeared while the key was written", e);
    }
  }

  /** Whether this is a private half, going by its content. */
  public boolean isPrivate() throws IOException {
    return Pem.read(file).label().endsWith(PLAIN);
  }

  /**
   * Opens the private half.
   *
   * @throws WrongPassphraseException if no attempt that the source allows opens it
   * @throws KeyException if it is no private key, or others may read it
   */
  public PrivateKey open(PassphraseSource passphrases) throws IOException {
    String source = file.toString();
    Pem pem = Pem.read(file);
    OwnerOnly.require(file);
    return switch (pem.label()) {
      case PLAIN -> decode(source, pem.content());
      case ENCRYPTED -> open(source, KeyCipher.decode(source, pem.content()), passphrases);
      default -> throw new KeyException(source,
          "expected a private key (the file that ends in .key), found " + pem.label());
    };
  }

  private static PrivateKey open(String source, KeyCipher cipher, PassphraseSource passphrases)
      throws IOException {
    for (int attempt = 1;; attempt++) {
      try (Passphrase passphrase = passphrases.toOpen(source)) {
        return decode(source, cipher.decrypt(source, passphrase));
      } catch (WrongPassphraseException e) {
        if (attempt >= passphrases.attempts()) {
          throw e;
        }
      }
    }
  }

  private static PrivateKey decode(String source, byte[] plain) throws KeyException {
    try {
      return PrivateKey.decode(source, plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
