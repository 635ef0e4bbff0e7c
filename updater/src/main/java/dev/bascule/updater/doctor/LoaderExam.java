package dev.bascule.updater.doctor;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.Repairable;
import dev.bascule.bootctl.detect.Detection;
import dev.bascule.bootctl.detect.FactReader;
import dev.bascule.bootctl.loader.BootControls;
import dev.bascule.updater.config.Configuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether the configured boot loader's state is whole, and whether the device shows signs of another one. */
record LoaderExam(Configuration configuration) implements Exam {

  @Override
  public String area() {
    return "boot_loader";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    BootControl control =
        BootControls.open(configuration.boot().loader(), configuration.host());
    List<String> faults = control instanceof Repairable repairable
        ? repairable.readFaults()
        : control.readState().remarks();
    List<Diagnosis> found = new ArrayList<>();
    for (String fault : faults) {
      found.add(Diagnosis.warning(area(), control.loader() + ": " + fault,
          "bascule-bootctl repair --dry-run shows what can be done"));
    }
    if (found.isEmpty()) {
      found.add(Diagnosis.ok(area(), control.loader() + ": its state is whole"));
    }
    Detection seen = Detection
        .of(new FactReader(configuration.host(), configuration.device().root()).read());
    if (seen instanceof Detection.One(String loader, var signs)
        && !loader.equals(control.loader().split("-", 2)[0])
        && !loader.equals(control.loader())) {
      found.add(Diagnosis.warning(area(),
          control.loader() + " is configured, but the device shows signs of " + loader + ": "
              + signs,
          "see [boot] loader in the configuration, and bascule-bootctl doctor"));
    }
    return found;
  }
}
