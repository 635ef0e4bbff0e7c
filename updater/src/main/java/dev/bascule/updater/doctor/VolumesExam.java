package dev.bascule.updater.doctor;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.VolumePair;
import dev.bascule.updater.device.ConfiguredVolumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether every volume of both slots is there, and both of a role are of one size. */
record VolumesExam(Configuration configuration) implements Exam {

  @Override
  public String area() {
    return "volumes";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    List<Diagnosis> found = new ArrayList<>();
    for (VolumePair pair : configuration.volumes()) {
      long a = size(Slot.A, pair);
      long b = size(Slot.B, pair);
      String sizes = pair.role() + ": " + pair.a() + " has " + a + " bytes, " + pair.b() + " has "
          + b;
      found.add(a == b
          ? Diagnosis.ok(area(), sizes)
          : Diagnosis.warning(area(), sizes,
              "an image must fit the smaller one: partition both alike"));
    }
    return found;
  }

  private long size(Slot slot, VolumePair pair) throws IOException {
    try (Volume volume =
        new ConfiguredVolumes(configuration).open(slot, pair.role(), Access.READ)) {
      return volume.size();
    }
  }
}
