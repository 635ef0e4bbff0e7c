package dev.bascule.publisher.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The only authorities that a store's certificate may come from. */
public final class PinnedAuthorities {

  private final TrustManager[] trust;

  private PinnedAuthorities(TrustManager[] trust) {
    this.trust = trust;
  }

  /**
   * Reads certificates in PEM.
   *
   * @throws IOException if there are none in the file
   */
  public static PinnedAuthorities read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException(file + ": expected certificates in PEM, found none");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return new PinnedAuthorities(factory.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file + ": expected certificates in PEM, found something else: " + e.getMessage(), e);
    }
  }

  /** For a client that takes trust managers. */
  public TrustManager[] trustManagers() {
    return trust.clone();
  }

  /** For a client that takes a context. */
  public SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }
}
