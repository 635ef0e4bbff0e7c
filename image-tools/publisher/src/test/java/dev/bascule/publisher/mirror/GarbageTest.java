package dev.bascule.publisher.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for garbage, and what never is. */
class GarbageTest {

  private static final Instant BEFORE = Instant.parse("2027-01-08T00:00:00Z");
  private static final Listed OLD = new Listed(1, BEFORE.minusSeconds(1));
  private static final Listed YOUNG = new Listed(1, BEFORE);
  private static final String HASH = "ab".repeat(32);

  @ParameterizedTest
  @ValueSource(strings = {"metadata/1.root.json", "metadata/12.root.json",
      "metadata/timestamp.json", "metadata/README", "metadata/0.snapshot.json",
      "metadata/snapshot.json", "metadata/1.x.json.bak", "targets/index.html",
      "targets/board/notes",
      "targets/board/abc.root.full", "targets/.well-known/x", "metadata/a/1.snapshot.json"})
  void neverTakesWhatThePublisherDidNotNameOrDevicesNeedForEver(String name) {
    assertThat(Garbage.names(new TreeMap<>(Map.of(name, OLD)), Set.of(), BEFORE))
        .isEmpty();
  }

  @Test
  void takesWhatNobodyNamesSnapshotsFirst() {
    SortedMap<String, Listed> listing = new TreeMap<>();
    listing.put("metadata/3.board-images.json", OLD);
    listing.put("metadata/3.snapshot.json", OLD);
    listing.put("metadata/4.snapshot.json", YOUNG);
    listing.put("metadata/5.snapshot.json", new Listed(1, Instant.MAX));
    listing.put("targets/board/" + HASH + ".catalog.json", OLD);
    listing.put("targets/board/images/1.0.0/" + HASH + ".root.full", OLD);

    assertThat(Garbage.names(listing, Set.of("metadata/3.board-images.json"), BEFORE))
        .containsExactly("metadata/3.snapshot.json", "targets/board/" + HASH + ".catalog.json",
            "targets/board/images/1.0.0/" + HASH + ".root.full");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void keepsWhatIsNamedAndWhatIsYoung(int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      SortedMap<String, Listed> listing = new TreeMap<>();
      Set<String> kept = new HashSet<>();
      Set<String> expected = new HashSet<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        String name = name(random);
        Listed listed = random.nextBoolean() ? OLD : YOUNG;
        boolean isKept = random.nextInt(3) == 0;
        if (listing.putIfAbsent(name, listed) == null) {
          if (isKept) {
            kept.add(name);
          } else if (listed.equals(OLD)) {
            expected.add(name);
          }
        }
      }

      List<String> names = Garbage.names(listing, kept, BEFORE);

      assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String name(Random random) {
    int number = 1 + random.nextInt(20);
    return switch (random.nextInt(4)) {
      case 0 -> "metadata/" + number + ".snapshot.json";
      case 1 -> "metadata/" + number + ".board-images.json";
      case 2 -> "targets/board/images/1.0." + number + "/" + HASH + ".root.full";
      default -> "targets/" + HASH + "." + number;
    };
  }
}
