package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.efi.EfiVariables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries in the boot partition and the loader's variables. A slot's entry is the one whose name without
 * its counter is the slot's bootname: {@code slot-a.conf} or {@code slot-a.efi}.
 *
 * <p>Power cut: the steps of {@link EntryPlan} are durable one by one, and after each the loader picks a
 * slot that was good before or the one that is activated. A rename of a unified kernel image on FAT can
 * lose that image, see {@link EntryFiles#rename}; it is never the other slot's.
 */
public final class EntryStore implements ChoiceStore<LoaderEntries> {
  private static final int MAX_CONFIGURATION = 64 * 1024;
  /** What systemd's tools take for an entry's name. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.(conf|efi)");

  private final Path esp;
  private final Path boot;
  private final SlotRoot a;
  private final SlotRoot b;
  private final Host host;
  private final LoaderVariables variables;

  /**
   * Nothing is opened before it is used.
   *
   * @param esp where the EFI system partition is mounted
   * @param boot where the partition with the slots' entries is mounted: an extended boot loader partition,
   *     or the same
   */
  public EntryStore(Path esp, Path boot, SlotRoot a, SlotRoot b, Host host) {
    this.esp = esp;
    this.boot = boot;
    this.a = a;
    this.b = b;
    this.host = host;
    this.variables = new LoaderVariables(EfiVariables.of(host));
  }

  @Override
  public Path lock() {
    return boot;
  }

  @Override
  public Reading<LoaderEntries> read() throws IOException {
    checkName(a.bootname());
    checkName(b.bootname());
    var entries = new ArrayList<>(new EntryFiles(boot).read());
    if (!esp.equals(boot)) {
      entries.addAll(new EntryFiles(esp).read());
    }
    var found = new LoaderEntries(a.bootname(), b.bootname(), variables.readIdentity(), entries,
        readConfigured(), variables.readPreferred(), variables.readOneShot());
    var booted =
        BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host, evidence());
    var faults = faults(found);
    for (String name : readLeftovers()) {
      faults.add(name + " was left by a change that was cut: the loader does not look at it");
    }
    return new Reading<>(found, booted, faults);
  }

  /**
   * Power cut: the file that stays is never touched.
   *
   * @throws BootException if a slot has files that contradict each other
   */
  @Override
  public Repair readRepair() throws IOException {
    var found = read().choice();
    var repair = EntryRepair.decide(found, readLeftovers());
    for (var pair : repair.surplus().entrySet()) {
      requireSame(pair.getKey(), pair.getValue());
    }
    return new Repair(repair.steps(), () -> {
      for (var name : repair.surplus().keySet()) {
        filesOf(name).remove(name);
      }
      for (String name : repair.leftovers()) {
        new EntryFiles(boot).removeLeftover(name);
      }
      if (repair.dropsPreferred()) {
        variables.writePreferred(null);
      }
      if (repair.dropsOneShot()) {
        variables.writeOneShot(null);
      }
    });
  }

  private void requireSame(EntryName name, EntryName kept) throws IOException {
    if (!filesOf(kept).equals(filesOf(name)) || !filesOf(kept).same(kept, name)) {
      throw new BootException(
          kept + " and " + name + " are one slot's and say different things: nothing "
              + "tells which is right",
          "compare both files, and remove the one that is not the slot's");
    }
  }

  private List<String> readLeftovers() throws IOException {
    var files = new EntryFiles(boot);
    var leftovers = new ArrayList<>(files.readLeftovers(a.bootname()));
    leftovers.addAll(files.readLeftovers(b.bootname()));
    return leftovers;
  }

  private static void checkName(String name) throws BootException {
    if (!NAME.matcher(name).matches()) {
      throw new BootException(
          "entry \"" + name + "\": expected letters, digits and . _ - without a "
              + "counter, and .conf or .efi at the end",
          "name the slot's entry without +LEFT-DONE, for instance slot-a.conf");
    }
  }

  private static List<String> faults(LoaderEntries found) {
    var faults = new ArrayList<String>();
    for (var slot : Slot.values()) {
      if (found.of(slot).size() > 1) {
        faults.add("slot " + slot + " has more than one file, a change of it was cut: "
            + found.state(slot).detail());
      }
    }
    if (found.dangles(found.preferred())) {
      faults.add("LoaderEntryDefault names no entry: " + found.preferred());
    }
    if (found.dangles(found.oneShot())) {
      faults.add("LoaderEntryOneShot names no entry: " + found.oneShot());
    }
    if (found.primary() == null) {
      faults.add("the loader would boot neither slot, but "
          + found.pick(found.identity()).map(entry -> entry.name().toString()).orElse("nothing"));
    }
    return faults;
  }

  private List<Evidence> evidence() throws IOException {
    return variables.readSelected()
        .flatMap(EntryName::parse)
        .stream()
        .flatMap(name -> Stream.of(Slot.values())
            .filter(slot -> (slot == Slot.A ? a : b).bootname().equalsIgnoreCase(name.id()))
            .map(slot -> new Evidence(slot, "LoaderEntrySelected", name.toString())))
        .toList();
  }

  private @Nullable EntryPattern readConfigured() throws IOException {
    try (var in = Files.newInputStream(esp.resolve("loader").resolve("loader.conf"))) {
      String text = new String(in.readNBytes(MAX_CONFIGURATION), StandardCharsets.UTF_8);
      var pattern = text.lines()
          .map(line -> line.strip().split("[ \\t]+", 2))
          .filter(words -> words.length == 2 && words[0].equals("default"))
          .map(words -> words[1])
          .reduce((_, later) -> later);
      if (pattern.equals(Optional.of("@saved"))) {
        throw new BootException(esp + "/loader/loader.conf: \"default @saved\" makes the loader "
            + "prefer what was booted last, trials included",
            "remove that line: the slots are preferred by LoaderEntryDefault where need be");
      }
      return pattern.map(EntryPattern::new).orElse(null);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Power cut: as the type says. */
  @Override
  public void write(LoaderEntries before, LoaderEntries next) throws IOException {
    for (var step : EntryPlan.between(before, next).steps()) {
      switch (step) {
        case EntryPlan.Step.Rename(var from, var to) -> filesOf(from).rename(from, to);
        case EntryPlan.Step.Remove(var name) -> filesOf(name).remove(name);
        case EntryPlan.Step.Prefer(var pattern) -> variables.writePreferred(pattern);
        case EntryPlan.Step.Once(var pattern) -> variables.writeOneShot(pattern);
      }
    }
  }

  private EntryFiles filesOf(EntryName name) {
    var files = new EntryFiles(boot);
    return files.holds(name) ? files : new EntryFiles(esp);
  }
}
