package dev.bascule.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CacheDirectoryTest {

  @Test
  void ownVariableComesFirst() {
    assertThat(
        CacheDirectory.in(Map.of("BASCULE_CACHE", "/c", "XDG_CACHE_HOME", "/x", "HOME", "/h")))
        .isEqualTo(Path.of("/c"));
  }

  @Test
  void userCacheDirectoryComesSecond() {
    assertThat(CacheDirectory.in(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h")))
        .isEqualTo(Path.of("/x/bascule"));
  }

  @Test
  void homeComesLast() {
    assertThat(CacheDirectory.in(Map.of("XDG_CACHE_HOME", "", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.cache/bascule"));
  }
}
