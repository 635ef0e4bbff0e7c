package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The target paths that a delegated role may speak for. */
public sealed interface PathSet {

  /** Whether a path is in the set. */
  boolean cover(String path);

  /** Paths that match one of some patterns. */
  record Patterns(List<PathPattern> patterns) implements PathSet {

    public Patterns {
      patterns = List.copyOf(patterns);
    }

    @Override
    public boolean cover(String path) {
      return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }
  }

  /** Paths whose SHA-256, in lower-case hexadecimal digits, begins with one of some prefixes. */
  record HashPrefixes(List<String> prefixes) implements PathSet {

    public HashPrefixes {
      prefixes = List.copyOf(prefixes);
    }

    @Override
    public boolean cover(String path) {
      String hash = HashAlgorithm.SHA256.hex(path.getBytes(StandardCharsets.UTF_8));
      return prefixes.stream().anyMatch(hash::startsWith);
    }
  }

  /** Every path: what a bin's role may speak for is chosen before. */
  record All() implements PathSet {

    @Override
    public boolean cover(String path) {
      return true;
    }
  }

  private static List<PathPattern> readPatterns(Members role) throws JsonException {
    List<PathPattern> patterns = new ArrayList<>();
    for (String pattern : role.strings("paths", 65_536)) {
      patterns.add(new PathPattern(pattern));
    }
    return patterns;
  }

  /** Reads the one of {@code paths} and {@code path_hash_prefixes} that a delegated role must have. */
  static PathSet read(Members role) throws JsonException {
    if (role.has("paths") == role.has("path_hash_prefixes")) {
      throw role.wrong("paths", "either paths or path_hash_prefixes");
    }
    return role.has("paths")
        ? new Patterns(readPatterns(role))
        : new HashPrefixes(role.strings("path_hash_prefixes", 65_536));
  }
}
