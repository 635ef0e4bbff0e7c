package dev.bascule.publisher.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Timestamp;
import dev.bascule.publisher.repository.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans for stores in any state: nothing is done too early, nothing twice, and nothing that is there is touched. */
class MirrorPlanTest {

  private static final String STORE = "the store";
  private static final int VERSION = 9;

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void showsTheTimestampOnlyWhenAllThatItNamesWasLookedFor(int seed) throws Exception {
    Random random = new Random(seed);
    LocalEdition local = edition(1 + random.nextInt(3));
    StoreState store = anyState(local, random);

    MirrorPlan plan = MirrorPlan.of(local, store, STORE, random.nextBoolean());

    Set<String> there = new HashSet<>(store.files().keySet());
    Set<String> looked = new HashSet<>();
    for (List<MirrorStep> phase : plan.phases()) {
      for (MirrorStep step : phase) {
        switch (step) {
          case MirrorStep.Check(var file, var _) -> assertThat(store.files())
              .containsKey(file.name());
          case MirrorStep.Put(var file) -> assertThat(there.add(file.name())).isTrue();
          case MirrorStep.Confirm(var files) -> {
            assertThat(phase).hasSize(1);
            assertThat(there).containsAll(names(files));
            looked.addAll(names(files));
          }
          case MirrorStep.Show() -> {
            assertThat(phase).hasSize(1);
            assertThat(looked).containsAll(names(local.fixed()));
          }
        }
      }
    }
    assertThat(there).containsAll(names(local.fixed())).containsAll(names(local.rootFiles()));
    assertThat(plan.shows()).isEqualTo(offered(store) != VERSION);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comparesWhatNoTimestampVouchesFor(int seed) throws Exception {
    Random random = new Random(seed);
    LocalEdition local = edition(1 + random.nextInt(3));
    StoreState store = anyState(local, random);
    boolean whole = random.nextBoolean();

    Set<String> checked = new HashSet<>();
    for (List<MirrorStep> phase : MirrorPlan.of(local, store, STORE, whole).phases()) {
      for (MirrorStep step : phase) {
        if (step instanceof MirrorStep.Check(var file, var _)) {
          checked.add(file.name());
        }
      }
    }

    Set<String> expected = new HashSet<>(names(local.fixed()));
    expected.addAll(names(local.rootFiles()));
    expected.retainAll(store.files().keySet());
    if (!whole) {
      expected.removeAll(store.vouched());
    }
    assertThat(checked).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void putsNothingWhereAFileHasAnotherLength(int seed) throws Exception {
    Random random = new Random(seed);
    LocalEdition local = edition(2);
    StoreState store = anyState(local, random);
    MirrorFile wrong = local.fixed().get(random.nextInt(local.fixed().size()));
    SortedMap<String, Listed> files = new TreeMap<>(store.files());
    files.put(wrong.name(), new Listed(wrong.length() + 1, Instant.EPOCH));
    StoreState other = new StoreState(files, store.timestamp(), store.vouched());

    assertThatThrownBy(() -> MirrorPlan.of(local, other, STORE, false))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason())
            .isEqualTo(RefusedException.Reason.STORE_DIFFERS))
        .hasMessageContainingAll(STORE, wrong.name(), wrong.length() + " bytes");
  }

  @Test
  void doesNotGoBack() throws Exception {
    LocalEdition local = edition(1);
    StoreState newer = new StoreState(new TreeMap<>(), offered(VERSION + 1, 5), Set.of());
    StoreState fork = new StoreState(new TreeMap<>(), offered(VERSION, 4), Set.of());
    StoreState newerSnapshot = new StoreState(new TreeMap<>(), offered(VERSION - 1, 6), Set.of());
    SortedMap<String, Listed> root = new TreeMap<>();
    root.put("metadata/2.root.json", new Listed(1, Instant.EPOCH));
    StoreState newerRoot = new StoreState(root, null, Set.of());

    assertThatThrownBy(() -> MirrorPlan.of(local, newer, STORE, false))
        .hasMessageContaining("timestamp version 9 or an earlier one, found 10");
    assertThatThrownBy(() -> MirrorPlan.of(local, fork, STORE, false))
        .hasMessageContaining("two repositories publish with the same keys");
    assertThatThrownBy(() -> MirrorPlan.of(local, newerSnapshot, STORE, false))
        .hasMessageContaining("snapshot version 5 or an earlier one, found 6");
    assertThatThrownBy(() -> MirrorPlan.of(local, newerRoot, STORE, false))
        .hasMessageContaining("root version 1 or an earlier one, found 2");
  }

  @Test
  void putsRootsInTheirOrder() throws Exception {
    MirrorPlan plan = MirrorPlan.of(edition(3), new StoreState(new TreeMap<>(), null, Set.of()),
        STORE, false);

    assertThat(names(plan.uploads())).containsSubsequence("metadata/1.root.json",
        "metadata/2.root.json", "metadata/3.root.json");
    assertThat(plan.phases().getLast()).containsExactly(new MirrorStep.Show());
  }

  /** Some files are there already, some of them from an earlier edition, and others that are none of ours. */
  private static StoreState anyState(LocalEdition local, Random random) throws JsonException {
    SortedMap<String, Listed> files = new TreeMap<>();
    Set<String> vouched = new HashSet<>();
    for (MirrorFile file : local.fixed()) {
      if (random.nextInt(3) > 0) {
        files.put(file.name(), new Listed(file.length(), Instant.EPOCH));
        if (random.nextBoolean()) {
          vouched.add(file.name());
        }
      }
    }
    int roots = random.nextInt(local.rootFiles().size() + 1);
    local.rootFiles()
        .subList(0, roots)
        .forEach(file -> files.put(file.name(), new Listed(file.length(), Instant.EPOCH)));
    files.put("metadata/README.json", new Listed(5, Instant.EPOCH));
    int version = random.nextInt(VERSION + 1);
    return new StoreState(files, version == 0 ? null : offered(version, version == VERSION ? 5 : 3),
        vouched);
  }

  private static int offered(StoreState store) {
    StoreState.Offered offered = store.timestamp();
    return offered == null ? 0 : (int) offered.content().version();
  }

  private static StoreState.@Nullable Offered offered(int version, int snapshot)
      throws JsonException {
    return new StoreState.Offered(timestamp(version, snapshot), "tag");
  }

  private static LocalEdition edition(int roots) throws JsonException {
    List<MirrorFile> targets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      targets.add(MirrorFile.of("targets/board/" + Sha256.digest(new byte[i]) + ".x", new byte[i]));
    }
    List<MirrorFile> metadata = List.of(MirrorFile.of("metadata/4.targets.json", new byte[7]),
        MirrorFile.of("metadata/5.snapshot.json", new byte[8]));
    List<Root> all = new ArrayList<>();
    List<MirrorFile> files = new ArrayList<>();
    for (int version = 1; version <= roots; version++) {
      all.add(root(version));
      files.add(MirrorFile.of("metadata/" + version + ".root.json", new byte[version]));
    }
    return new LocalEdition(Path.of("repository"), targets, metadata, all, files,
        timestamp(VERSION, 5), parse(MetadataKind.SNAPSHOT, 5,
            "\"meta\":{\"targets.json\":{\"version\":4}}"),
        parse(MetadataKind.TARGETS, 4, "\"targets\":{}"));
  }

  private static SignedMetadata<Timestamp> timestamp(int version, int snapshot)
      throws JsonException {
    return parse(MetadataKind.TIMESTAMP, version,
        "\"meta\":{\"snapshot.json\":{\"version\":" + snapshot + "}}");
  }

  private static Root root(int version) throws JsonException {
    String nobody = "{\"keyids\":[],\"threshold\":1}";
    return parse(MetadataKind.ROOT, version, ("\"keys\":{},\"roles\":{\"root\":%1$s,"
        + "\"timestamp\":%1$s,\"snapshot\":%1$s,\"targets\":%1$s}").formatted(nobody)).content();
  }

  private static <M extends Metadata> SignedMetadata<M> parse(MetadataKind<M> kind, int version,
      String rest) throws JsonException {
    String document =
        ("{\"signatures\":[],\"signed\":{\"_type\":\"%s\",\"spec_version\":\"1.0.31\","
            + "\"version\":%d,\"expires\":\"2030-01-01T00:00:00Z\",%s}}")
            .formatted(kind, version, rest);
    return SignedMetadata.parse(document.getBytes(StandardCharsets.UTF_8), 1 << 16, kind);
  }

  private static List<String> names(List<MirrorFile> files) {
    return files.stream().map(MirrorFile::name).toList();
  }
}
