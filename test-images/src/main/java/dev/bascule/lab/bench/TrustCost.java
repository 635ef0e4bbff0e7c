package dev.bascule.lab.bench;

import dev.bascule.image.tuf.SignatureScheme;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each scheme of signatures costs a device: bytes of metadata, and processor time to verify them. */
public final class TrustCost {

  /** One process for each of these; they alternate over the rounds. */
  private static final Map<String, List<SignatureScheme>> WAYS = ways();

  private final int rounds;

  public TrustCost(int rounds) {
    this.rounds = rounds;
  }

  /** Measures, and writes the documentation's table. */
  public String run(Progress progress) throws IOException {
    Path work = Files.createTempDirectory("bascule-bench-trust-");
    try {
      Map<String, TrustRepository> repositories = new LinkedHashMap<>();
      for (Map.Entry<String, List<SignatureScheme>> way : WAYS.entrySet()) {
        progress.step(way.getKey() + ": making keys and a repository");
        repositories.put(way.getKey(), TrustRepository.create(
            Files.createDirectories(work.resolve("repository-" + repositories.size())),
            way.getValue()));
      }
      return table(repositories, measure(repositories, progress));
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java platform cannot sign so", e);
    } finally {
      new FileTree(work).delete();
    }
  }

  private Map<String, List<TrustCheck>> measure(Map<String, TrustRepository> repositories,
      Progress progress) throws IOException {
    JavaProgram lab = JavaProgram.built("lab", Checkout.find().directory(), "test-images",
        "bascule-test-images", List.of("-Xmx64m"));
    Map<String, List<TrustCheck>> checks = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, TrustRepository> one : repositories.entrySet()) {
        TrustCheck check = TrustCheck.parse(lab
            .command("bench", "trust-once", one.getValue().directory().toString())
            .run()
            .output());
        checks.computeIfAbsent(one.getKey(), name -> new ArrayList<>()).add(check);
        progress.step("round " + round + " of " + rounds + ", " + one.getKey() + ": " + check
            + " ms cold and warm");
      }
    }
    return checks;
  }

  private String table(Map<String, TrustRepository> repositories,
      Map<String, List<TrustCheck>> checks) {
    StringBuilder text = new StringBuilder("""
      | scheme | root.json | each check at least | a new device | signatures | cold, ms | warm, ms |
      |---|---|---|---|---|---|---|
      """);
    repositories.forEach((name, repository) -> {
      List<TrustCheck> measured = checks.getOrDefault(name, List.of());
      Spread cold = Spread.of(measured.stream().map(TrustCheck::coldMillis).toList());
      Spread warm = Spread.of(measured.stream().map(TrustCheck::warmMillis).toList());
      long poll = repository.size("timestamp");
      long all = poll + repository.size("snapshot") + repository.size("targets")
          + repository.size("rollout") + repository.size("images");
      text.append(String.format(Locale.ROOT,
          "| %s | %,d | %,d | %,d | %d | %.0f (%.0f to %.0f) | %.2f (%.2f to %.2f) |%n", name,
          repository.size("root"), poll, all, repository.signatures(), cold.median(), cold.least(),
          cold.most(), warm.median(), warm.least(), warm.most()));
    });
    return text.toString();
  }

  private static Map<String, List<SignatureScheme>> ways() {
    Map<String, List<SignatureScheme>> ways = new LinkedHashMap<>();
    ways.put("Ed25519", List.of(SignatureScheme.ED25519));
    ways.put("ECDSA P-256", List.of(SignatureScheme.ECDSA_P256));
    ways.put("RSA-PSS 3072", List.of(SignatureScheme.RSA_PSS_SHA256));
    ways.put("ML-DSA-44", List.of(SignatureScheme.ML_DSA_44));
    ways.put("ML-DSA-65", List.of(SignatureScheme.ML_DSA_65));
    ways.put("ML-DSA-87", List.of(SignatureScheme.ML_DSA_87));
    ways.put("hybrid: Ed25519 and ML-DSA-65",
        List.of(SignatureScheme.ED25519, SignatureScheme.ML_DSA_65));
    return ways;
  }
}
