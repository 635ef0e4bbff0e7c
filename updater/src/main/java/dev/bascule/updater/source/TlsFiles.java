package dev.bascule.updater.source;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The files that say whom a device trusts in TLS, and who it is itself.
 *
 * @param ca the only authorities that a server's certificate may come from, in PEM; null for the platform's
 * @param certificate this device's certificate and those between it and its authority, in PEM; null for none
 * @param key the private key for it, in PEM; null with the certificate
 */
public record TlsFiles(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {

  /**
   * Reads the files. Where there are none, the platform's authorities are read when a connection needs them.
   *
   * @param now what time it is for a server's certificate, or null for what the clock says: a device without a clock
   *     knows at least when its system was built
   * @throws IOException if a file cannot be read or has not what it is for
   */
  public SSLContext read(@Nullable Instant now) throws IOException {
    return ca == null && certificate == null ? new LateTls(() -> make(now)) : make(now);
  }

  SSLContext make(@Nullable Instant now) throws IOException {
    KeyManager[] own = certificate == null || key == null
        ? new KeyManager[0]
        : new KeyManager[]{ClientIdentity.read(certificate, key)};
    Set<TrustAnchor> anchors = new HashSet<>();
    if (ca != null) {
      for (X509Certificate authority : PemFile.read(ca).certificates()) {
        anchors.add(new TrustAnchor(authority, null));
      }
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trust(anchors.isEmpty() ? platform() : anchors, now), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // the platform's certificate paths know no other time
  private static TrustManager[] trust(Set<TrustAnchor> anchors, @Nullable Instant now)
      throws GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    parameters.setRevocationEnabled(false);
    if (now != null) {
      parameters.setDate(Date.from(now));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return factory.getTrustManagers();
  }

  private static Set<TrustAnchor> platform() throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    Set<TrustAnchor> anchors = new HashSet<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        for (X509Certificate authority : trust.getAcceptedIssuers()) {
          anchors.add(new TrustAnchor(authority, null));
        }
      }
    }
    return anchors;
  }
}
