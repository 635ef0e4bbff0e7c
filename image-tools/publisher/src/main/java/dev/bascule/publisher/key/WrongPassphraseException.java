package dev.bascule.publisher.key;

/** A passphrase does not open a private key's file. A prompt asks again. */
public final class WrongPassphraseException extends KeyException {
  private static final long serialVersionUID = 1L;

  WrongPassphraseException(String source, Throwable cause) {
    super(source, "wrong passphrase", cause);
  }
}
