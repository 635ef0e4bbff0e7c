package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.json.CanonicalJson;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes are metadata or a {@link JsonException}: no other exception, no endless work. */
class MetadataFuzzTest {

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyRoot(byte[] file) {
    read(file, MetadataKind.ROOT);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyTimestamp(byte[] file) {
    read(file, MetadataKind.TIMESTAMP);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnySnapshot(byte[] file) {
    read(file, MetadataKind.SNAPSHOT);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyTargets(byte[] file) {
    read(file, MetadataKind.TARGETS);
  }

  /** Exchanges values for others of the same document, and bytes for other bytes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsOrRefusesMetadataWithAnyTokenExchanged(long seed) {
    Random random = new Random(seed);
    for (byte[] file : seeds().toList()) {
      String[] tokens = new String(file, StandardCharsets.UTF_8).split("(?<=[\\s:,{}\\[\\]])", -1);
      for (int i = 0; i < 300; i++) {
        String[] mutant = tokens.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
          mutant[random.nextInt(mutant.length)] = tokens[random.nextInt(tokens.length)];
        }
        byte[] bytes = String.join("", mutant).getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(random.nextInt(1, 257));
        read(bytes, MetadataKind.ROOT);
        read(bytes, MetadataKind.TIMESTAMP);
        read(bytes, MetadataKind.SNAPSHOT);
        read(bytes, MetadataKind.TARGETS);
      }
    }
  }

  /** Metadata of every kind with everything in it that may be. */
  static Stream<byte[]> seeds() {
    RepositoryForge forge = new RepositoryForge().listHashes();
    forge.authorise("timestamp", 2, ForgedKey.ed25519(),
        ForgedKey.of(SignatureScheme.ECDSA_P256), ForgedKey.of(SignatureScheme.ML_DSA_44));
    forge.delegate("targets", "edge", true, "edge/*", "a?/b");
    forge.delegate("targets", "hashed", false).remove("paths");
    forge.signed("targets")
        .withObjectProperty("delegations")
        .withArrayProperty("roles")
        .get(1)
        .withArrayProperty("path_hash_prefixes")
        .add("0f");
    forge.addTarget("targets", "edge/€/file", "content");
    forge.delegate("edge", "bin", false);
    forge.signed("edge").withObjectProperty("delegations").remove("roles");
    forge.signed("edge")
        .withObjectProperty("delegations")
        .putObject("succinct_roles")
        .put("threshold", 1)
        .put("bit_length", 32)
        .put("name_prefix", "bin")
        .putArray("keyids");
    forge.publish("root", "edge", "targets", "snapshot", "timestamp");
    return Stream.of("root", "edge", "targets", "snapshot", "timestamp").map(forge::sign);
  }

  private static <M extends Metadata> void read(byte[] file, MetadataKind<M> kind) {
    SignedMetadata<M> metadata;
    try {
      metadata = SignedMetadata.parse(file, 1 << 20, kind);
    } catch (JsonException e) {
      assertThat(e).hasMessageNotContaining("\n");
      return;
    }
    assertThat(metadata.received()).isEqualTo(file);
    assertThat(metadata.content().version()).isPositive();
    assertThat(canonicalOf(file)).isEqualTo(metadata.canonical());
    use(metadata);
  }

  /** What a client does with what it read. */
  private static void use(SignedMetadata<?> metadata) {
    switch (metadata.content()) {
      case Root root -> assertThat(root.authority(MetadataKind.ROOT).count(metadata)).isNotNull();
      case Timestamp timestamp -> assertThat(timestamp.snapshot().version()).isPositive();
      case Snapshot snapshot -> assertThat(snapshot.role("targets")).isPresent();
      case Targets targets -> LongStream.range(0, 4)
          .forEach(i -> assertThat(
              targets.delegations().covering("edge/" + i))
              .allMatch(role -> !role.name().isEmpty()));
    }
  }

  private static byte[] canonicalOf(byte[] file) {
    try {
      return CanonicalJson.encode(StrictJson.parse(file, 1 << 20).get("signed"));
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }
}
