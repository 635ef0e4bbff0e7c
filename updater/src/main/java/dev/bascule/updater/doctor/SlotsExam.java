package dev.bascule.updater.doctor;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which slot runs, whether it is confirmed, and whether there is a way back. */
record SlotsExam(Configuration configuration) implements Exam {

  @Override
  public String area() {
    return "slots";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    DeviceView device = DeviceView.read(configuration);
    Slot booted = device.boot().booted();
    List<Diagnosis> found = new ArrayList<>();
    if (booted == null) {
      found.add(Diagnosis.error(area(), "nothing says which slot runs: "
          + device.boot().remarks(),
          "boot the device from one of its slots, or give the kernel bascule.slot=A or B"));
      return found;
    }
    SlotState running = device.boot().of(booted);
    found.add(running.standing() == Standing.GOOD
        ? Diagnosis.ok(area(), words(device, running) + " runs and is confirmed")
        : Diagnosis.warning(area(), words(device, running) + " runs and is not confirmed",
            "bascule confirm, or bascule rollback; no update is taken before"));
    SlotState other = device.boot().of(booted.other());
    found.add(other.bootable()
        ? Diagnosis.ok(area(), words(device, other) + " is the way back")
        : Diagnosis.warning(area(), words(device, other)
            + " would not boot: there is no way back but an update", "bascule update"));
    if (device.boot().primary() == null) {
      found.add(Diagnosis.error(area(), "the boot loader would boot neither slot",
          "before any restart: bascule mark good"));
    }
    return found;
  }

  private static String words(DeviceView device, SlotState slot) {
    return "slot " + slot.slot() + device.content(slot.slot())
        .map(image -> " (" + image.version() + ")")
        .orElse(" (an image that the journal does not know)");
  }
}
