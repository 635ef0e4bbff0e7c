package dev.bascule.bootctl.booted;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.device.BlockDevices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which slot the running system was booted from, and why that is believed. All evidence is heard; if it
 * is contradictory no slot is named.
 *
 * @param slot the booted slot, or null where nothing or not one thing says it
 * @param evidence the strongest first: the loader's own, the kernel's command line, the device under the root
 */
public record BootedSlot(@Nullable Slot slot, List<Evidence> evidence) {
  private static final List<String> NAMES = List.of("bascule.slot", "rauc.slot");
  private static final List<String> REFERENCES = List.of("root", "systemd.verity_root_data",
      "systemd.verity_usr_data", "mount.usr");
  private static final String TABLE = "dm-mod.create";
  private static final List<String> ROOTS = List.of("/", "/usr");

  public BootedSlot {
    evidence = List.copyOf(evidence);
  }

  /**
   * Looks for the booted slot.
   *
   * @param own what the loader itself has told, if it has a way to
   */
  public static BootedSlot find(SlotIdentity a, SlotIdentity b, Host host, List<Evidence> own)
      throws BootException {
    var slots = List.of(a, b);
    var devices = new SlotDevices(slots, host);
    var evidence = new ArrayList<>(own);
    try {
      evidence.addAll(fromCommandLine(KernelCommandLine.read(host.proc()), slots, devices));
      evidence.addAll(fromMounts(Mount.read(host.proc()), devices, new BlockDevices(host)));
    } catch (IOException e) {
      throw new BootException(
          host.proc() + ": cannot read which slot was booted: " + e.getMessage(),
          "check that proc is mounted and readable there", e);
    }
    var named = evidence.stream().map(Evidence::slot).distinct().toList();
    return new BootedSlot(named.size() == 1 ? named.getFirst() : null, evidence);
  }

  /** The contradiction in a sentence, or empty if there is none. */
  public Optional<String> contradiction() {
    return evidence.stream().map(Evidence::slot).distinct().count() > 1
        ? Optional.of("the evidence of which slot was booted is contradictory: " + evidence)
        : Optional.empty();
  }

  private static List<Evidence> fromCommandLine(KernelCommandLine line, List<SlotIdentity> slots,
      SlotDevices devices) {
    String source = "the kernel's command line";
    var evidence = new ArrayList<Evidence>();
    for (String key : NAMES) {
      line.values(key)
          .forEach(name -> slots.stream()
              .filter(slot -> slot.names().contains(name))
              .forEach(slot -> evidence.add(new Evidence(slot.slot(), source, key + "=" + name))));
    }
    for (String key : REFERENCES) {
      line.last(key)
          .ifPresent(value -> devices.ofReference(value)
              .ifPresent(slot -> evidence.add(new Evidence(slot, source, key + "=" + value))));
    }
    line.values(TABLE)
        .forEach(table -> devices.ofTable(table)
            .ifPresent(slot -> evidence.add(new Evidence(slot, source, TABLE + "=" + table))));
    return evidence;
  }

  private static List<Evidence> fromMounts(List<Mount> mounts, SlotDevices slots,
      BlockDevices devices) {
    return ROOTS.stream()
        .flatMap(point -> mounts.stream()
            .filter(mount -> mount.point().equals(point))
            .reduce((_, later) -> later)
            .stream())
        .flatMap(mount -> {
          var slot = devices.byNumber(mount.device())
              .flatMap(slots::ofDevice)
              .or(() -> mount.device().major() == 0 ? slots.ofReference(mount.source())
                  : Optional.empty());
          String sign = mount.source() + ", device " + mount.device();
          return slot.map(found -> new Evidence(found, "the mount of " + mount.point(), sign))
              .stream();
        })
        .toList();
  }
}
