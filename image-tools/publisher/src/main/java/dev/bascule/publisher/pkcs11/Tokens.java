package dev.bascule.publisher.pkcs11;

import com.sun.jna.NativeLong;
import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The security modules that a command uses, each loaded once and let go with its last key. A PIN is asked for once for each
 * token, and never twice: tokens count wrong ones.
 */
public final class Tokens {

  private final Map<Path, Loaded> modules = new HashMap<>();

  private static final class Loaded {
    private final Cryptoki cryptoki;
    private int users;

    private Loaded(Cryptoki cryptoki) {
      this.cryptoki = cryptoki;
    }
  }

  /**
   * Opens a private key.
   *
   * @param pins gives the PIN, if the token wants one from this program
   * @throws TokenException if there is no such module, token or key, or the PIN is wrong
   */
  public Signer open(Pkcs11Uri uri, PassphraseSource pins) throws IOException {
    Loaded module = enter(uri.module());
    @Nullable Session session = null;
    @Nullable Passphrase pin = null;
    try {
      TokenInfo token = find(uri, module.cryptoki.tokens());
      boolean typedAtToken = token.has(TokenInfo.PROTECTED_AUTHENTICATION_PATH);
      session = Session.open(module.cryptoki, uri, token);
      if (token.has(TokenInfo.LOGIN_REQUIRED) && !session.isLoggedIn()) {
        requireUnlocked(uri, token);
        pin = typedAtToken ? null : ask(uri, pins);
        session.login(pin);
      }
      TokenKey names = new TokenKey(session, uri);
      NativeLong key = names.findPrivate();
      VerifyingKey publicKey = names.readPublicOf(key);
      boolean eachTime = session.attribute(key, Template.CKA_ALWAYS_AUTHENTICATE)
          .filter(flag -> flag.length == 1 && flag[0] != 0)
          .isPresent();
      if (eachTime && pin == null && !typedAtToken) {
        pin = ask(uri, pins);
      } else if (!eachTime) {
        forget(pin);
      }
      return new TokenSigner(uri, session, key, publicKey,
          eachTime ? Session.Login.eachTime(pin) : Session.Login.once(),
          () -> leave(uri.module()));
    } catch (IOException | RuntimeException e) {
      forget(pin);
      if (session != null) {
        session.close();
      }
      leave(uri.module());
      throw e;
    }
  }

  /** Reads a public key, for which nobody needs to log in. */
  public VerifyingKey readPublicKey(Pkcs11Uri uri) throws IOException {
    Loaded module = enter(uri.module());
    try (Session session = Session.open(module.cryptoki, uri,
        find(uri, module.cryptoki.tokens()))) {
      return new TokenKey(session, uri).readPublic();
    } finally {
      leave(uri.module());
    }
  }

  private Loaded enter(Path path) throws IOException {
    Loaded module = modules.get(path);
    if (module == null) {
      module = new Loaded(Cryptoki.load(path));
      modules.put(path, module);
    }
    module.users++;
    return module;
  }

  private void leave(Path path) {
    Loaded module = modules.get(path);
    if (module != null && --module.users == 0) {
      modules.remove(path);
      module.cryptoki.finish();
    }
  }

  private static TokenInfo find(Pkcs11Uri uri, List<TokenInfo> tokens) throws TokenException {
    List<TokenInfo> found = tokens.stream().filter(uri::matches).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new TokenException(uri, found.isEmpty()
        ? "no such token is there; the module sees "
            + (tokens.isEmpty() ? "none" : tokens.toString()) + ". Is it plugged in?"
        : "expected one such token, found " + found + "; add serial=");
  }

  private static void requireUnlocked(Pkcs11Uri uri, TokenInfo token) throws TokenException {
    if (token.has(TokenInfo.USER_PIN_LOCKED)) {
      throw new TokenException(uri,
          "the token is locked after too many wrong PINs; unlock it with its own tool");
    }
    if (token.has(TokenInfo.USER_PIN_FINAL_TRY)) {
      throw new TokenException(uri, "one more wrong PIN locks the token; log in once with its own "
          + "tool, such as: pkcs11-tool --module " + uri.module() + " --login --list-objects");
    }
  }

  private static Passphrase ask(Pkcs11Uri uri, PassphraseSource pins) throws IOException {
    return pins.toOpen(uri.toString());
  }

  private static void forget(@Nullable Passphrase pin) {
    if (pin != null) {
      pin.close();
    }
  }
}
