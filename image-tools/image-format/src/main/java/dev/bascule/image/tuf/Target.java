package dev.bascule.image.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.QuotedText;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file that a role speaks for: found, trusted, and not fetched yet.
 *
 * @param role the role whose metadata lists it
 * @param path its name, as in metadata
 * @param length in bytes
 * @param custom the application's own words; an empty object where there are none
 * @param repositoryPath where it lies under the repository's targets, encoded for a URL
 */
public record Target(
    String role,
    String path,
    long length,
    Hashes hashes,
    JsonNode custom,
    String repositoryPath) {

  static Target of(String role, String path, TargetFile file, boolean consistentSnapshot)
      throws TufException {
    requirePlain(path);
    String prefix = "";
    if (consistentSnapshot) {
      prefix = file.hashes()
          .prefix()
          .orElseThrow(
              () -> new MismatchException(path, "hash", "one of a function that this client knows",
                  "none"))
          + ".";
    }
    int name = path.lastIndexOf('/') + 1;
    String named = path.substring(0, name) + prefix + path.substring(name);
    String encoded = Arrays.stream(named.split("/", -1))
        .map(UrlName::encode)
        .collect(Collectors.joining("/"));
    return new Target(role, path, file.length(), file.hashes(), file.custom(), encoded);
  }

  /** The file's SHA-256, if metadata lists one; Bascule's own publisher always does. */
  public Optional<Sha256> sha256() {
    return hashes.sha256();
  }

  /** Whether some bytes are the file's: of its length, and with its hashes. */
  public boolean isOf(byte[] content) {
    try {
      require(content);
      return true;
    } catch (MismatchException e) {
      return false;
    }
  }

  /** Refuses bytes that are not the file's. */
  void require(byte[] content) throws MismatchException {
    if (content.length != length) {
      throw new MismatchException(path, "length", length, content.length);
    }
    hashes.require(path, content);
  }

  /** Refuses paths that a URL or a file system would resolve to another one. */
  static void requirePlain(String path) throws MalformedException {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw new MalformedException("target",
            "a path has names other than . and .. between its slashes, this one is "
                + QuotedText.of(path));
      }
    }
  }
}
