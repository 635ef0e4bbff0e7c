package dev.bascule.publisher.foreign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;
import org.jspecify.annotations.Nullable;

/** A signature in CMS form (RFC 5652), with the signed content in it or beside it. */
public final class CmsSignature {

  /** Bytes that a signature may have. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final Set<ASN1ObjectIdentifier> DIGESTS = Set.of(
      NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384,
      NISTObjectIdentifiers.id_sha512, NISTObjectIdentifiers.id_shake256);

  private final String source;
  private final byte[] encoded;
  private final ContentInfo info;

  private CmsSignature(String source, byte[] encoded, ContentInfo info) {
    this.source = source;
    this.encoded = encoded;
    this.info = info;
  }

  /** What was signed and is not in the signature. */
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Reads a signature.
   *
   * @param source where it is from, for messages
   */
  public static CmsSignature parse(String source, byte[] encoded) throws ForeignException {
    try {
      return new CmsSignature(source, encoded, ContentInfo.getInstance(encoded));
    } catch (RuntimeException e) { // BouncyCastle's parsers throw many kinds
      throw new ForeignException(
          source + ": expected a signature in CMS form, found something else", e);
    }
  }

  /** Whether it is no signature but something encrypted. */
  public boolean encrypted() {
    return info.getContentType().equals(CMSObjectIdentifiers.envelopedData)
        || info.getContentType().equals(CMSObjectIdentifiers.authEnvelopedData);
  }

  /** The content, if it is in the signature. */
  public Optional<byte[]> content() throws ForeignException {
    CMSTypedData content = signed(null).getSignedContent();
    return content instanceof CMSProcessableByteArray bytes
        ? Optional.of((byte[]) bytes.getContent())
        : Optional.empty();
  }

  /**
   * Requires that all who signed are accepted, and that there is at least one.
   *
   * @param detached the content, if it is not in the signature
   * @return who signed, for people
   * @throws NotVouchedException if somebody else signed, or something else was
   */
  public List<String> require(Trust trust, Optional<Content> detached) throws IOException {
    CMSSignedData data = signed(detached.map(Detached::new).orElse(null));
    List<SignerInformation> signers = List.copyOf(data.getSignerInfos().getSigners());
    if (signers.isEmpty()) {
      throw new NotVouchedException(source + ": nobody has signed it");
    }
    List<String> names = new ArrayList<>();
    for (SignerInformation signer : signers) {
      names.add(require(trust, data, signer));
    }
    return names;
  }

  private String require(Trust trust, CMSSignedData data, SignerInformation signer)
      throws IOException {
    if (!DIGESTS.contains(signer.getDigestAlgorithmID().getAlgorithm())) {
      throw new NotVouchedException(source + ": signed with the digest "
          + signer.getDigestAlgOID() + ", expected SHA-256 or better");
    }
    List<X509Certificate> carried = certificates(data);
    Selector<X509CertificateHolder> selector = selector(signer);
    List<X509Certificate> all = new ArrayList<>(carried);
    all.addAll(trust.certificates());
    for (X509Certificate certificate : all) {
      if (selector.match(holder(certificate))) {
        return require(trust, carried, signer, certificate);
      }
    }
    for (PublicKey key : trust.keys()) {
      if (verifies(signer, key)) {
        return "a " + key.getAlgorithm() + " key that was named";
      }
    }
    throw new NotVouchedException(source + ": the signer's certificate is not in the signature, "
        + "and not among those that were named");
  }

  private String require(Trust trust, List<X509Certificate> carried, SignerInformation signer,
      X509Certificate certificate) throws IOException {
    String name = certificate.getSubjectX500Principal().getName();
    if (!verifies(signer, certificate.getPublicKey())) {
      throw new NotVouchedException(source + ": the signature of " + name
          + " is not over this content: it was changed after it was signed");
    }
    if (trust.keys().contains(certificate.getPublicKey())) {
      return name;
    }
    try {
      new CertificateChain(trust, carried).require(certificate);
      return name;
    } catch (GeneralSecurityException e) {
      throw new NotVouchedException(source + ": signed by " + name + ", whom no certificate or key "
          + "that was named vouches for: " + e.getMessage(), e);
    }
  }

  private static boolean verifies(SignerInformation signer, PublicKey key) throws IOException {
    try {
      return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(key));
    } catch (CMSException e) {
      if (e.getCause() instanceof IOException io) {
        throw io; // the content could not be read
      }
      return false;
    } catch (OperatorCreationException | RuntimeException e) { // a key of another kind
      return false;
    }
  }

  private CMSSignedData signed(@Nullable CMSTypedData content)
      throws ForeignException {
    try {
      return content == null ? new CMSSignedData(info) : new CMSSignedData(content, encoded);
    } catch (CMSException | RuntimeException e) { // BouncyCastle's parsers throw many kinds
      throw new ForeignException(source + ": expected CMS signed data, found something else: "
          + e.getMessage(), e);
    }
  }

  private List<X509Certificate> certificates(CMSSignedData data) throws ForeignException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
        certificates.add((X509Certificate) factory
            .generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
      }
      return certificates;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new ForeignException(
          source + ": a certificate in the signature cannot be read: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked") // a signer's id selects certificates, though its type does not say so
  private static Selector<X509CertificateHolder> selector(SignerInformation signer) {
    return (Selector<X509CertificateHolder>) (Selector<?>) signer.getSID();
  }

  private static X509CertificateHolder holder(X509Certificate certificate) throws IOException {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Signed content that is read when it is needed. */
  private record Detached(Content content) implements CMSTypedData {

    @Override
    public ASN1ObjectIdentifier getContentType() {
      return CMSObjectIdentifiers.data;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      content.writeTo(out);
    }

    @Override
    public Object getContent() {
      return content;
    }
  }
}
