package dev.bascule.bootctl.efi;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.choice.SlotRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code BootOrder} and {@code BootNext}. A slot's entry is the {@code Boot####} whose description is the
 * slot's bootname.
 *
 * <p>Power cut: {@code BootOrder} is written first, then {@code BootNext}, each as a whole. A cut between
 * them leaves an activated slot out of the order and not tried, and the other slot boots.
 */
public final class EfiStore implements ChoiceStore<EfiChoice> {
  private static final EfiName ORDER = EfiName.global("BootOrder");
  private static final EfiName NEXT = EfiName.global("BootNext");
  private static final EfiName CURRENT = EfiName.global("BootCurrent");

  private final EfiVariables variables;
  private final SlotRoot a;
  private final SlotRoot b;
  private final Host host;

  /** Nothing is opened before it is used. */
  public EfiStore(SlotRoot a, SlotRoot b, Host host) {
    this.variables = EfiVariables.of(host);
    this.a = a;
    this.b = b;
    this.host = host;
  }

  /** Where there is no efivarfs, something else is locked, for reading then says what is wrong. */
  @Override
  public Path lock() {
    return Files.isDirectory(variables.directory()) ? variables.directory() : host.sys();
  }

  @Override
  public Reading<EfiChoice> read() throws IOException {
    var faults = new ArrayList<String>();
    var options = readOptions(faults);
    var choice =
        new EfiChoice(number(options, a), number(options, b), readNumbers(ORDER), readOne(NEXT));
    choice.order()
        .stream()
        .filter(number -> !options.containsKey(number.value()))
        .forEach(number -> faults.add("BootOrder names " + number + ", which does not exist"));
    var next = choice.next();
    if (next != null && !options.containsKey(next.value())) {
      faults.add("BootNext names " + next + ", which does not exist");
    }
    for (var slot : Slot.values()) {
      var number = choice.of(slot);
      var option = number == null ? null : options.get(number.value());
      if (option != null && choice.good(slot) && !option.active()) {
        faults.add(number + ", slot " + slot
            + ", is not active: the firmware passes over it (efibootmgr --active --bootnum)");
      }
    }
    var evidence = evidence(choice);
    var booted =
        BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host, evidence);
    return new Reading<>(choice, booted, faults);
  }

  /** Power cut: as the type says. */
  @Override
  public void write(EfiChoice before, EfiChoice next) throws IOException {
    if (!next.order().equals(before.order())) {
      variables.write(ORDER, BootNumber.encode(next.order()));
    }
    var number = next.next();
    if (number == null) {
      variables.delete(NEXT);
    } else if (!number.equals(before.next())) {
      variables.write(NEXT, BootNumber.encode(List.of(number)));
    }
  }

  /**
   * Power cut: the order is written first, then {@code BootNext} goes.
   *
   * @throws BootException if the order is damaged and names neither slot, and nothing says which one runs
   */
  @Override
  public Repair readRepair() throws IOException {
    var options = readOptions(new ArrayList<>());
    var choice = new EfiChoice(number(options, a), number(options, b), List.of(), null);
    var booted = BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host,
        evidence(choice));
    var exist = variables.names("Boot")
        .stream()
        .flatMap(name -> BootNumber.of(name).stream())
        .collect(Collectors.toSet());
    var repair = EfiRepair.decide(variables.read(ORDER), variables.read(NEXT), exist, choice,
        booted.slot());
    if (repair.refusal().isPresent()) {
      throw malformed(ORDER, repair.refusal().get());
    }
    return new Repair(repair.steps(), () -> {
      if (repair.order().isPresent()) {
        variables.write(ORDER, BootNumber.encode(repair.order().get()));
      }
      if (repair.dropsNext()) {
        variables.delete(NEXT);
      }
    });
  }

  private Map<Integer, LoadOption> readOptions(List<String> faults) throws IOException {
    var options = new TreeMap<Integer, LoadOption>();
    for (var name : variables.names("Boot")) {
      var number = BootNumber.of(name);
      var bytes = number.isPresent() ? variables.read(name) : Optional.<byte[]>empty();
      if (number.isPresent() && bytes.isPresent()) {
        try {
          options.put(number.get().value(), LoadOption.decode(bytes.get()));
        } catch (MalformedEfiVariableException e) {
          faults.add(name + " is malformed: " + e.getMessage());
        }
      }
    }
    return options;
  }

  private @Nullable BootNumber number(Map<Integer, LoadOption> options, SlotRoot slot)
      throws BootException {
    var found = options.entrySet()
        .stream()
        .filter(option -> option.getValue().description().equals(slot.bootname()))
        .map(option -> new BootNumber(option.getKey()))
        .toList();
    if (found.size() > 1) {
      throw new BootException(variables.directory() + ": expected one boot entry called \""
          + slot.bootname() + "\", found " + found,
          "delete all but one with efibootmgr --delete-bootnum --bootnum");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private List<Evidence> evidence(EfiChoice choice) throws IOException {
    var current = readOne(CURRENT);
    return Stream.of(Slot.values())
        .filter(slot -> current != null && current.equals(choice.of(slot)))
        .map(slot -> new Evidence(slot, "BootCurrent", String.valueOf(current)))
        .toList();
  }

  private List<BootNumber> readNumbers(EfiName name) throws IOException {
    var bytes = variables.read(name);
    try {
      return bytes.isPresent() ? BootNumber.decode(bytes.get()) : List.of();
    } catch (MalformedEfiVariableException e) {
      throw malformed(name, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable BootNumber readOne(EfiName name) throws IOException {
    var numbers = readNumbers(name);
    if (numbers.size() > 1) {
      throw malformed(name, "expected one number, found " + numbers);
    }
    return numbers.isEmpty() ? null : numbers.getFirst();
  }

  private BootException malformed(EfiName name, String what) {
    return new BootException(variables.directory().resolve(name.fileName()) + ": " + what,
        "write it anew with efibootmgr --bootorder, or delete it with efibootmgr --delete-bootnext");
  }
}
