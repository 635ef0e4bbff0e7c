package dev.bascule.lab;

import java.nio.file.Path;
import java.util.Map;

/** Where the laboratory keeps what is expensive to make. */
public final class CacheDirectory {

  private CacheDirectory() {}

  /** {@code BASCULE_CACHE}, else {@code bascule} in the user's cache directory as the XDG says. */
  public static Path in(Map<String, String> environment) {
    String own = environment.getOrDefault("BASCULE_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String user = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = user.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", "."), ".cache")
        : Path.of(user);
    return caches.resolve("bascule");
  }
}
