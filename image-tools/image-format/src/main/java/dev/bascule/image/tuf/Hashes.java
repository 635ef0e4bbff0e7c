package dev.bascule.image.tuf;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file's hashes, as far as this client knows their functions: lower-case hexadecimal digits. If it knows
 * none of them, the file cannot be verified and is never accepted.
 */
public record Hashes(Map<HashAlgorithm, String> digests) {

  public Hashes {
    digests = Map.copyOf(digests);
  }

  static Hashes read(Members hashes) throws JsonException {
    Map<HashAlgorithm, String> digests = new EnumMap<>(HashAlgorithm.class);
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      Optional<String> digest = hashes.optionalString(algorithm.toString());
      if (digest.isPresent()) {
        if (!digest.get().matches("[0-9a-f]{" + 2 * algorithm.length() + "}")) {
          throw hashes.wrong(algorithm.toString(),
              2 * algorithm.length() + " lower-case hex digits");
        }
        digests.put(algorithm, digest.get());
      }
    }
    return new Hashes(digests);
  }

  /** The SHA-256, if it is among them. */
  public Optional<Sha256> sha256() {
    return Optional.ofNullable(digests.get(HashAlgorithm.SHA256)).map(Sha256::parse);
  }

  /** The hash that a file's name carries in a repository with consistent snapshots, if any is known. */
  Optional<String> prefix() {
    return digests.keySet().stream().sorted().map(digests::get).findFirst();
  }

  /** Checks some bytes against every hash. */
  void require(String what, byte[] content) throws MismatchException {
    if (digests.isEmpty()) {
      throw new MismatchException(what, "hash", "one of a function that this client knows", "none");
    }
    for (Map.Entry<HashAlgorithm, String> digest : digests.entrySet()) {
      String found = digest.getKey().hex(content);
      if (!found.equals(digest.getValue())) {
        throw new MismatchException(what, digest.getKey().toString(), digest.getValue(), found);
      }
    }
  }
}
