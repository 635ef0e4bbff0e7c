package dev.bascule.publisher.foreign;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a signer's certificate is one that the owner accepts, or was issued by one (RFC 5280), for signing. */
final class CertificateChain {

  private static final Set<String> SIGNING_PURPOSES = Set.of(
      "1.3.6.1.5.5.7.3.3", // code signing
      "1.3.6.1.5.5.7.3.4", // e-mail protection, which OpenSSL asks of CMS signers by default
      "2.5.29.37.0"); // any
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;
  private static final int KEY_CERT_SIGN = 5;

  private final Trust trust;
  private final Collection<X509Certificate> between;

  /** Chains with certificates that came along, which nobody vouches for. */
  CertificateChain(Trust trust, Collection<X509Certificate> between) {
    this.trust = trust;
    this.between = between;
  }

  /**
   * Checks one certificate. Revocation is not looked at.
   *
   * @throws GeneralSecurityException with what is wrong with it
   */
  void require(X509Certificate signer) throws GeneralSecurityException {
    requireForSigning(signer);
    Date now = Date.from(trust.now());
    if (trust.certificates().contains(signer)) {
      signer.checkValidity(now);
      return;
    }
    Set<TrustAnchor> authorities = authorities();
    if (authorities.isEmpty()) {
      throw new GeneralSecurityException("no authority was named that could have issued it");
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(authorities, target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(now);
    List<X509Certificate> known = new ArrayList<>(between);
    known.add(signer);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
    var built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX")
        .build(parameters);
    built.getTrustAnchor().getTrustedCert().checkValidity(now);
  }

  /** Those of the certificates that were named that may issue others: the platform takes any anchor's word. */
  private Set<TrustAnchor> authorities() {
    return trust.certificates()
        .stream()
        .filter(certificate -> certificate.getBasicConstraints() >= 0)
        .filter(certificate -> certificate.getKeyUsage() == null
            || certificate.getKeyUsage()[KEY_CERT_SIGN])
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }

  private static void requireForSigning(X509Certificate signer) throws GeneralSecurityException {
    boolean[] usage = signer.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new GeneralSecurityException("its key usage is not for signatures");
    }
    List<String> purposes = signer.getExtendedKeyUsage();
    if (purposes != null && purposes.stream().noneMatch(SIGNING_PURPOSES::contains)) {
      throw new GeneralSecurityException("its extended key usage is neither code signing nor "
          + "e-mail protection, found " + purposes);
    }
  }
}
