package dev.bascule.bootctl.grub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.durable.CutFolder;
import dev.bascule.bootctl.selector.SelectorDialect;
import dev.bascule.bootctl.selector.SelectorRule;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.VariableStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Power is cut after every step of every writer; GRUB's script then finds a slot that was good. */
class GrubCrashTest {
  private static final GrubDialect DIALECT = new GrubDialect(Bootnames.DEFAULT);
  private static final Path NO_LOCK = Path.of("unused");
  private static final GrubOrder GOOD_A = new GrubOrder(Bootnames.DEFAULT, List.of("A", "B"),
      SlotFlags.READY, new SlotFlags(false, false), null);

  /** A life of the device: update, fall back, update, confirm. */
  private static List<GrubOrder> life() {
    var activated = GOOD_A.withTrial(Slot.B, 1);
    var confirmed = activated.withGood(Slot.B);
    return List.of(GOOD_A, activated, confirmed, confirmed.withFirst(Slot.A),
        confirmed.without(Slot.A), confirmed.without(Slot.A).withTrial(Slot.A, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "vfat"})
  void twoCopiesLeaveTheOldOrTheNewOnAnyFileSystem(String fileSystem) throws IOException {
    var life = life();
    for (int i = 1; i < life.size(); i++) {
      var before = block(life.get(i - 1), true);
      var after = block(life.get(i), true);
      for (var start : List.of(Map.of("one", before, "two", before),
          Map.of("one", before, "two", "torn".getBytes(StandardCharsets.US_ASCII)),
          Map.of("one", before, "two", block(GOOD_A.without(Slot.A), true)),
          Map.of("one", before), Map.of("one", new byte[0], "two", before),
          Map.of("two", before))) {
        var folder = new CutFolder(fileSystem, start, () -> {});
        write(folder, Optional.of("two"), life.get(i));

        assertThat(folder.steps().size()).isGreaterThanOrEqualTo(4);
        for (var step : folder.steps()) {
          for (var left : step) {
            assertThat(List.of(text(before), text(marked(before, life.get(i))), text(after)))
                .as("files %s", left.keySet())
                .contains(scriptReads(left, "one", "two"));
          }
        }
        assertThat(folder.outcomes()).hasSize(1);
        assertThat(folder.outcomes().getFirst().get("one")).isEqualTo(after);
        assertThat(folder.outcomes().getFirst().get("two")).isEqualTo(after);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "vfat"})
  void oneCopyLeavesTheOldOrTheNewWhereAllVariablesAreInOneSector(String fileSystem)
      throws IOException {
    var life = life();
    for (int i = 1; i < life.size(); i++) {
      var before = block(life.get(i - 1), false);
      var after = block(life.get(i), false);
      var folder = new CutFolder(fileSystem, Map.of("one", before), () -> {});
      assertThat(store(folder, Optional.empty()).read().faults()).isEmpty();

      write(folder, Optional.empty(), life.get(i));

      for (var left : folder.steps().stream().flatMap(List::stream).toList()) {
        assertThat(left).containsOnlyKeys("one");
        assertThat(left.get("one")).isIn(before, marked(before, life.get(i)), after);
      }
      assertThat(folder.outcomes().getFirst().get("one")).isEqualTo(after);
    }
  }

  @Test
  void oneCopyLeavesTheOldOrTheNewWhereThereIsAJournal() throws IOException {
    var folder = new CutFolder("ext4", Map.of("one", wide(GOOD_A)), () -> {});
    var next = GOOD_A.withTrial(Slot.B, 1);
    write(folder, Optional.empty(), next);

    for (var step : folder.steps()) {
      for (var left : step) {
        assertThat(left.get("one"))
            .isIn(wide(GOOD_A), marked(wide(GOOD_A), next), wide(next));
      }
    }
  }

  /** A sector that is half new and half old: a slot boots, and none looks confirmed that is not. */
  @Test
  void aTornSectorLeavesASlotThatBootsAndNoneThatLooksConfirmedAndIsNot() throws IOException {
    var life = life();
    for (int i = 1; i < life.size(); i++) {
      var folder = new CutFolder("ext4", Map.of("one", block(life.get(i - 1), true)), () -> {});
      write(folder, Optional.empty(), life.get(i));
      byte[] old = block(life.get(i - 1), true);
      for (byte[] next : List.of(marked(old, life.get(i)), folder.outcomes()
          .getFirst()
          .getOrDefault("one", new byte[0]))) {
        for (int torn = 0; torn <= next.length; torn++) {
          byte[] mixed = old.clone();
          System.arraycopy(next, 0, mixed, 0, torn);
          var found = DIALECT.read(linesOf(mixed));
          assertThat(found.primary()).as("torn at %d of %s", torn, text(next)).isNotNull();
          for (var slot : Slot.values()) {
            assertThat(List.of(Standing.BAD, Standing.TRIAL, life.get(i - 1).standing(slot),
                life.get(i).standing(slot))).as("%s at %d of %s", slot, torn, text(next))
                .contains(found.standing(slot));
          }
        }
        old = next;
      }
    }
  }

  /** What the documentation warns of, so that the warning stays true. */
  @Test
  void oneCopyOnFatInMoreThanASectorCanVanishAndTheStatusSaysSo() throws IOException {
    var tried = GOOD_A.withTrial(Slot.B, 1);
    var folder = new CutFolder("vfat", Map.of("one", wide(tried)), () -> {});
    assertThat(store(folder, Optional.empty()).read().faults())
        .anyMatch(fault -> fault.contains("vfat") && fault.contains("no second copy"))
        .anyMatch(fault -> fault.contains("more than one sector"));
    store(folder, Optional.empty()).readRepair().work().write();
    assertThat(folder.steps()).isEmpty();
    write(folder, Optional.empty(), tried.without(Slot.B));

    assertThat(folder.steps()
        .stream()
        .flatMap(List::stream)
        .anyMatch(left -> !left.containsKey("one"))).isTrue();
  }

  /** grub-editenv empties the file and then writes it; this is what RAUC runs. */
  @Test
  void writingInPlaceWouldLoseTheVariables() {
    var folder = new CutFolder("ext4", Map.of("one", block(GOOD_A, false)), () -> {});
    folder.write("one", block(GOOD_A.withTrial(Slot.B, 1), false));

    assertThat(folder.steps()
        .stream()
        .flatMap(List::stream)
        .anyMatch(left -> scriptReads(left, "one").isEmpty())).isTrue();
  }

  /** SWUpdate's own writer renames the new block before it is on the medium. */
  @Test
  void renamingBeforeSyncingWouldLoseTheVariables() throws IOException {
    var left = new ArrayList<String>();
    var folder = new CutFolder("ext4", Map.of("one", block(GOOD_A, false)), () -> {});
    folder.write("one.new", block(GOOD_A.withTrial(Slot.B, 1), false));
    folder.rename("one.new", "one");
    folder.steps()
        .stream()
        .flatMap(List::stream)
        .forEach(files -> left.add(scriptReads(files,
            "one")));

    assertThat(left).contains("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "vfat"})
  void mendersTwoEnvironmentsLeaveTheOldOrTheNew(String fileSystem) throws IOException {
    var dialect = SelectorDialect.menderGrub(2, 3);
    var old = Map.of("mender_boot_part", "2", "upgrade_available", "0", "bootcount", "0");
    var changes = Map.of("mender_boot_part", Optional.of("3"), "upgrade_available",
        Optional.of("1"));
    var next = VariableStore.changed(old, changes);
    for (String damage : List.of("", "lock1", "lock2", "env1", "env2")) {
      var moments = new ArrayList<Runnable>();
      Runnable moment = () -> moments.forEach(Runnable::run);
      var one = new CutFolder(fileSystem,
          menderCopy(old, damage.equals("env1"), damage.endsWith("1")), moment);
      var two = new CutFolder(fileSystem,
          menderCopy(old, damage.equals("env2"), damage.endsWith("2")), moment);
      moments.add(() -> {
        for (var left1 : one.outcomes()) {
          for (var left2 : two.outcomes()) {
            var found = menderReads(left1, left2);
            assertThat(found).as("damaged at first: %s", damage).isIn(old, next);
            assertThat(new SelectorRule(dialect).boot(found).slot()).isPresent();
          }
        }
      });

      new MenderStore(one, two, NO_LOCK).write(Map.of(), changes);

      assertThat(one.steps().size()).isGreaterThanOrEqualTo(6);
      assertThat(menderReads(one.outcomes().getFirst(), two.outcomes().getFirst()))
          .isEqualTo(next);
      assertThat(new MenderStore(one, two, NO_LOCK).read().faults()).isEmpty();
    }
  }

  private static Map<String, byte[]> menderCopy(Map<String, String> variables, boolean empty,
      boolean editing) {
    return Map.of("env", block(empty ? Map.of() : variables), "lock",
        block(Map.of("editing", editing ? "1" : "0")));
  }

  private static GrubStore store(CutFolder folder, Optional<String> second) {
    return new GrubStore(new GrubFile(folder, "one"),
        second.map(name -> new GrubFile(folder, name)), NO_LOCK);
  }

  private static void write(CutFolder folder, Optional<String> second, GrubOrder next)
      throws IOException {
    var store = store(folder, second);
    store.write(store.read().variables(), DIALECT.spell(next, Map.of()));
  }

  private static byte[] block(GrubOrder choice, boolean marked) {
    var variables =
        new LinkedHashMap<>(VariableStore.changed(Map.of(), DIALECT.spell(choice, Map.of())));
    if (marked) {
      variables.put(GrubStore.MARKER, "1");
    }
    return block(variables);
  }

  /** What is written before all else where a trial begins. */
  private static byte[] marked(byte[] before, GrubOrder next) {
    var trial = next.trial();
    try {
      return trial == null
          ? before
          : GrubBlock.decode(before)
              .with(Map.of(GrubDialect.TRIAL, Optional.of(trial.name())))
              .encode();
    } catch (MalformedBlockException | BootException e) {
      throw new AssertionError(e);
    }
  }

  /** Whole lines, whatever is behind them, as GRUB reads them. */
  private static Map<String, String> linesOf(byte[] block) {
    var variables = new HashMap<String, String>();
    var lines = text(block).split("\n", -1);
    for (String line : List.of(lines).subList(0, lines.length - 1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables;
  }

  private static String text(byte[] block) {
    return new String(block, StandardCharsets.ISO_8859_1);
  }

  /** With a variable of somebody else's, so long that a change does not fit into one sector. */
  private static byte[] wide(GrubOrder choice) {
    var variables =
        new LinkedHashMap<>(VariableStore.changed(Map.of(), DIALECT.spell(choice, Map.of())));
    variables.put("a_note", "x".repeat(450));
    return block(variables);
  }

  /** In the order of names, as our writer and grub-editenv leave one that they make anew. */
  private static byte[] block(Map<String, String> variables) {
    var changes = new HashMap<String, Optional<String>>();
    variables.forEach((name, value) -> changes.put(name, Optional.of(value)));
    changes.putIfAbsent(GrubDialect.TRIAL, Optional.empty());
    try {
      return GrubBlock.blank(1024).with(changes).encode();
    } catch (BootException e) {
      throw new AssertionError(e);
    }
  }

  /** The block that a script takes which looks for the marker, or the only one; empty if there is none. */
  private static String scriptReads(Map<String, byte[]> files, String... names) {
    for (String name : names) {
      byte[] bytes = files.getOrDefault(name, new byte[0]);
      boolean marked = "1".equals(load(files, name).get(GrubStore.MARKER));
      if (names.length == 1 ? isBlock(bytes) : marked) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  /** mender_check_and_restore_env and mender_load_env of Mender's script, written again. */
  private static Map<String, String> menderReads(Map<String, byte[]> one,
      Map<String, byte[]> two) {
    var variables = new HashMap<String, String>();
    if (!"0".equals(load(two, "lock").get("editing"))) {
      variables.putAll(load(one, "env"));
    } else if (!"0".equals(load(one, "lock").get("editing"))) {
      variables.putAll(load(two, "env"));
    } else {
      variables.putAll(load(one, "env"));
    }
    return variables;
  }

  private static Map<String, String> load(Map<String, byte[]> files, String name) {
    try {
      return GrubBlock.decode(files.getOrDefault(name, new byte[0])).variables();
    } catch (MalformedBlockException e) {
      return Map.of();
    }
  }

  private static boolean isBlock(byte[] bytes) {
    try {
      return GrubBlock.decode(bytes).size() > 0;
    } catch (MalformedBlockException e) {
      return false;
    }
  }
}
