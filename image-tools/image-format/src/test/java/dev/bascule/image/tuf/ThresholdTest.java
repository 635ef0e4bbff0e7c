package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private final ForgedKey one = ForgedKey.ed25519();
  private final ForgedKey two = ForgedKey.ed25519();
  private final ForgedKey three = ForgedKey.ed25519();

  @Test
  void countsTwoOfThree() throws Exception {
    assertThat(count(2, List.of(one, two, three), List.of(three, one)).met()).isTrue();
    assertThat(count(2, List.of(one, two, three), List.of(three)).met()).isFalse();
    assertThat(count(3, List.of(one, two, three), List.of(one, two, three)).met()).isTrue();
  }

  @Test
  void saysWhoSignedAndWhatTheOthersLack() throws Exception {
    Threshold threshold = count(2, List.of(one, two, three), List.of(two));

    assertThat(threshold.signedBy()).extracting(key -> key.id().value()).containsExactly(two.id());
    assertThat(threshold).hasToString("1 of 2 needed signatures: " + one.id()
        + " (ed25519/ed25519) has not signed; " + three.id() + " (ed25519/ed25519) has not signed");
  }

  @Test
  void countsAKeyOnceHoweverManyNamesItHas() throws Exception {
    ForgedKey again = one.underAnotherName();
    assertThat(again.id()).isNotEqualTo(one.id());

    Threshold threshold = count(2, List.of(one, again), List.of(one, again));

    assertThat(threshold.met()).isFalse();
    assertThat(threshold.problems()).singleElement().asString().contains("second name of a key");
  }

  /** Whoever has d has n - d too, whose point is the mirror image. */
  @Test
  void countsAnEcdsaKeyAndItsMirrorImageOnce() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    ECPublicKey point = (ECPublicKey) pair.getPublic();
    ECParameterSpec curve = point.getParams();
    BigInteger prime = ((ECFieldFp) curve.getCurve().getField()).getP();
    KeyFactory factory = KeyFactory.getInstance("EC");
    KeyPair mirrored = new KeyPair(
        factory.generatePublic(new ECPublicKeySpec(new ECPoint(point.getW().getAffineX(),
            prime.subtract(point.getW().getAffineY())), curve)),
        factory.generatePrivate(new ECPrivateKeySpec(
            curve.getOrder().subtract(((ECPrivateKey) pair.getPrivate()).getS()), curve)));
    ForgedKey key = ForgedKey.of(SignatureScheme.ECDSA_P256, pair);
    ForgedKey mirror = ForgedKey.of(SignatureScheme.ECDSA_P256, mirrored);

    assertThat(count(1, List.of(mirror), List.of(mirror)).met()).isTrue();
    assertThat(count(2, List.of(key, mirror), List.of(key, mirror)).signedBy()).hasSize(1);
  }

  @Test
  void countsAnEcdsaKeyOnceThoughItIsWrittenInTwoWays() throws Exception {
    ForgedKey key = ForgedKey.of(SignatureScheme.ECDSA_P256);
    ObjectNode other = key.json();
    other.put("keytype", "ecdsa-sha2-nistp256");
    ObjectNode values = (ObjectNode) other.get("keyval");
    values.put("public", values.get("public").textValue().replace("\n", "\r\n") + "\n");
    forge.authorise("timestamp", 2, key);
    ((ObjectNode) forge.signed("root").get("keys")).set("another", other);
    ((ArrayNode) forge.signed("root").get("roles").get("timestamp").get("keyids")).add("another");
    forge.publish("root");
    byte[] file = forge.sign("timestamp");
    String text = new String(file, StandardCharsets.UTF_8);
    ObjectNode document = (ObjectNode) StrictJson.parse(file, 1 << 16);
    document.withArrayProperty("signatures")
        .addObject()
        .put("keyid", "another")
        .put("sig", document.get("signatures").get(0).get("sig").textValue());

    assertThat(text).contains(key.id());
    Threshold threshold = root().authority(MetadataKind.TIMESTAMP)
        .count(SignedMetadata.parse(
            document.toString().getBytes(StandardCharsets.UTF_8), 1 << 16, MetadataKind.TIMESTAMP));
    assertThat(threshold.signedBy()).hasSize(1);
    assertThat(threshold.met()).isFalse();
  }

  @Test
  void doesNotCountKeysThatAreNotTheRoles() throws Exception {
    assertThat(count(1, List.of(one), List.of(two, three)).met()).isFalse();
  }

  @Test
  void doesNotCountAKeyThatIsNotListed() throws Exception {
    forge.authorise("timestamp", 1, one);
    forge.signed("root").withObjectProperty("keys").remove(one.id());
    forge.publish("root");

    assertThat(root().authority(MetadataKind.TIMESTAMP).count(timestamp()).problems())
        .containsExactly(one.id() + " is not among the keys");
  }

  @Test
  void readsAThresholdAboveTheNumberOfKeysAndNeverMeetsIt() throws Exception {
    assertThat(count(3, List.of(one, two), List.of(one, two)).met()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"1\"", "true", "null", "1.0", "99999999999", "[1]"})
  void refusesThresholdsThatAreNotIntegersOfOneOrMore(String threshold) throws Exception {
    String text = new String(forge.sign("root"), StandardCharsets.UTF_8)
        .replaceFirst("\"threshold\" : 1", "\"threshold\" : " + threshold);

    assertThatThrownBy(() -> SignedMetadata.parse(
        text.getBytes(StandardCharsets.UTF_8), 1 << 20, MetadataKind.ROOT))
        .message()
        .contains("threshold");
  }

  @Test
  void refusesAKeyIdTwiceInARoleAndTwoSignaturesUnderOneKeyId() throws Exception {
    forge.authorise("timestamp", 1, one);
    ((ArrayNode) forge.signed("root").get("roles").get("timestamp").get("keyids")).add(one.id());
    assertThatThrownBy(() -> SignedMetadata.parse(forge.sign("root"), 1 << 20, MetadataKind.ROOT))
        .message()
        .contains("signed.roles.timestamp.keyids")
        .contains("once");

    byte[] twice = RepositoryForge.sign(forge.signed("timestamp"), List.of(one, one));
    assertThatThrownBy(() -> SignedMetadata.parse(twice, 1 << 20, MetadataKind.TIMESTAMP))
        .hasMessageStartingWith("signatures[1].keyid: expected one signature of each key");
  }

  @Test
  void toleratesSignaturesThatAreNoneBesideEnoughGoodOnes() throws Exception {
    forge.authorise("timestamp", 1, one, two);
    forge.publish("root", "timestamp");
    String honest = new String(forge.sign("timestamp"), StandardCharsets.UTF_8);
    String good = two.sign(new byte[0]);
    String sig = honest.substring(honest.lastIndexOf("\"sig\""), honest.lastIndexOf('"') + 1);

    for (String bad : List.of("", "zz", "0", good, "00".repeat(5000))) {
      forge.serve("timestamp", honest.replace(sig, "\"sig\" : \"" + bad + "\"")
          .getBytes(StandardCharsets.UTF_8));
      Device device = new Device(forge, directory.resolve("tuf" + bad.length()));
      device.client().refresh();
      assertThat(device.versions()).containsEntry("timestamp", 2L);
    }
  }

  @Test
  void asksForBothFamiliesWhereARoleSaysSo() throws Exception {
    ForgedKey quantum = ForgedKey.of(SignatureScheme.ML_DSA_44);
    List<ForgedKey> keys = List.of(one, two, quantum);
    forge.authorise("timestamp", 2, one, two, quantum);
    ((ObjectNode) forge.signed("root").get("roles").get("timestamp"))
        .putObject("x-min-by-family")
        .put("classical", 1)
        .put("post-quantum", 1)
        .put("later", 1);
    forge.publish("root");

    assertThat(counted(List.of(one, quantum)).met()).isTrue();
    assertThat(counted(keys).met()).isTrue();
    assertThat(counted(List.of(one, two)).met()).isFalse();
    assertThat(counted(List.of(one, two))).asString().contains("post-quantum 0 of 1");
    assertThat(counted(List.of(quantum)).met()).isFalse();
  }

  private Threshold count(int threshold, List<ForgedKey> keys, List<ForgedKey> signers)
      throws Exception {
    forge.authorise("timestamp", threshold, keys.toArray(ForgedKey[]::new));
    forge.publish("root");
    return counted(signers);
  }

  private Threshold counted(List<ForgedKey> signers) throws Exception {
    forge.keys("timestamp").clear();
    forge.keys("timestamp").addAll(signers);
    return root().authority(MetadataKind.TIMESTAMP).count(timestamp());
  }

  private Root root() throws Exception {
    return SignedMetadata.parse(forge.sign("root"), 1 << 20, MetadataKind.ROOT).content();
  }

  private SignedMetadata<Timestamp> timestamp() throws Exception {
    return SignedMetadata.parse(forge.sign("timestamp"), 1 << 20, MetadataKind.TIMESTAMP);
  }
}
