package dev.bascule.image.tuf;

import dev.bascule.image.json.QuotedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many of a role's keys signed a document: k of n. What counts is different public keys whose signature
 * verifies, not key ids, nor signatures.
 *
 * @param role what the role asks for
 * @param signedBy the keys that count
 * @param problems why the role's other keys do not count, one line each
 */
public record Threshold(RoleKeys role, List<Key> signedBy, List<String> problems) {

  public Threshold {
    signedBy = List.copyOf(signedBy);
    problems = List.copyOf(problems);
  }

  /**
   * Verifies the signatures that are made with a role's keys. Signatures of other keys are ignored.
   *
   * @param canonical the canonical form of what is signed
   * @param keys at least the role's keys; one that is missing does not count
   */
  public static Threshold verify(
      byte[] canonical,
      List<MetadataSignature> signatures,
      Map<KeyId, Key> keys,
      RoleKeys role) {
    Map<KeyId, MetadataSignature> byKey = new HashMap<>();
    signatures.forEach(signature -> byKey.putIfAbsent(signature.keyId(), signature));
    List<Key> signedBy = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<Object> counted = new HashSet<>();
    for (KeyId id : role.keyIds()) {
      Key key = keys.get(id);
      MetadataSignature signature = byKey.get(id);
      if (key == null) {
        problems.add(QuotedText.whereNeeded(id.value()) + " is not among the keys");
      } else if (key.defect().isPresent()) {
        problems.add(key + " cannot be used: " + key.defect().get());
      } else if (signature == null) {
        problems.add(key + " has not signed");
      } else if (!verifies(key, canonical, signature)) {
        problems.add(key + " has signed something else");
      } else if (!counted.add(key.identity())) {
        problems.add(key + " is a second name of a key that counts already");
      } else {
        signedBy.add(key);
      }
    }
    return new Threshold(role, signedBy, problems);
  }

  /** Whether enough keys signed, also of each family that the role names. */
  public boolean met() {
    return role.enough(signedBy);
  }

  /** How many of the keys that count are of a family. */
  public int signedByFamily(KeyFamily family) {
    return RoleKeys.count(signedBy, family);
  }

  /** In words: {@code 1 of 2 needed signatures}, and what the others lack. */
  @Override
  public String toString() {
    return problems.isEmpty() ? summary() : summary() + ": " + String.join("; ", problems);
  }

  /** In words: {@code 1 of 2 needed signatures}. */
  public String summary() {
    StringBuilder text = new StringBuilder()
        .append(signedBy.size())
        .append(" of ")
        .append(role.threshold())
        .append(" needed signatures");
    role.leastByFamily()
        .forEach((family, least) -> text.append(", ")
            .append(family)
            .append(' ')
            .append(signedByFamily(family))
            .append(" of ")
            .append(least));
    return text.toString();
  }

  private static boolean verifies(Key key, byte[] canonical, MetadataSignature signature) {
    return signature.bytes().filter(bytes -> key.verifies(canonical, bytes)).isPresent();
  }
}
