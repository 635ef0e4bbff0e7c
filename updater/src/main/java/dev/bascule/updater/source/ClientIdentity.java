package dev.bascule.updater.source;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Who this device is to a server that asks for a certificate: one key, and the chain of certificates for it. */
final class ClientIdentity extends X509ExtendedKeyManager {

  private static final String ALIAS = "device";

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * Reads key and chain, the device's own certificate first.
   *
   * @throws IOException if they cannot be read or are not for each other's kind of key
   */
  static ClientIdentity read(Path certificates, Path key) throws IOException {
    List<X509Certificate> chain = PemFile.read(certificates).certificates();
    PrivateKey own = PrivateKeyFile.read(key);
    PublicKey certified = chain.getFirst().getPublicKey();
    if (!KeyPairs.belong(own, certified)) {
      throw new IOException(key + ": expected the private key of the first certificate in "
          + certificates + ", found another key; put the device's own certificate first");
    }
    return new ClientIdentity(own, chain);
  }

  @Override
  public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
    return suits(type) ? new String[]{ALIAS} : new String[0];
  }

  @Override
  public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers,
      @Nullable Socket socket) {
    return Arrays.stream(types).anyMatch(this::suits) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers,
      @Nullable SSLEngine engine) {
    return chooseClientAlias(types, issuers, null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
    return new String[0];
  }

  @Override
  public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers,
      @Nullable Socket socket) {
    return null;
  }

  /** TLS names kinds of keys: {@code RSA}, {@code EC}, {@code EC_EC}, {@code EdDSA}. */
  private boolean suits(String type) {
    String algorithm = key.getAlgorithm();
    return type.equals(algorithm) || type.startsWith(algorithm + "_")
        || (algorithm.equals("EdDSA") && type.startsWith("Ed"));
  }
}
