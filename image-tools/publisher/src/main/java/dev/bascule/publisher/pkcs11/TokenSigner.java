package dev.bascule.publisher.pkcs11;

import com.sun.jna.NativeLong;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;

/** A private key in a token, which never leaves it. Closing ends the session and forgets the PIN. */
final class TokenSigner implements Signer {

  private final Pkcs11Uri uri;
  private final Session session;
  private final NativeLong key;
  private final VerifyingKey publicKey;
  private final Session.Login login;
  private final Runnable afterwards;

  /**
   * A key in an open session, which this closes.
   *
   * @param login whether the key asks for the PIN at every signature
   * @param afterwards what to do once the session is closed
   */
  TokenSigner(Pkcs11Uri uri, Session session, NativeLong key, VerifyingKey publicKey,
      Session.Login login, Runnable afterwards) {
    this.uri = uri;
    this.session = session;
    this.key = key;
    this.publicKey = publicKey;
    this.login = login;
    this.afterwards = afterwards;
  }

  @Override
  public VerifyingKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) throws IOException {
    Mechanism mechanism = Mechanism.of(publicKey.type());
    return mechanism.output(uri,
        session.sign(key, mechanism, mechanism.input(message), login));
  }

  @Override
  public void close() {
    session.close();
    login.close();
    afterwards.run();
  }
}
