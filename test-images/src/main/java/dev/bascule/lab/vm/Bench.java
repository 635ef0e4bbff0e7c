package dev.bascule.lab.vm;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.loader.LoaderSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Our command on the disk of a device that is off, for guests that cannot run it: as if it had been run at the end of
 * the device's last life. What it would have learnt of that from the kernel is given to it in files.
 */
record Bench(VirtualDevice device) {

  /**
   * Does what {@code bascule-bootctl} does in the guest; it must succeed.
   *
   * @param commandLine the kernel's, of the device's last life
   */
  String bootctl(String verb, String commandLine) throws IOException {
    Path proc = Files.createDirectories(device.directory().resolve("proc"));
    Files.writeString(proc.resolve("cmdline"), commandLine, StandardCharsets.UTF_8);
    String options = device.loader().bootctlOptions();
    if (!options.contains(LoaderSetup.MISC)) {
      return run(verb, options, proc);
    }
    // A partition of a disk in a file has no device of its own: the command works on a copy, which is put back.
    Path misc = device.directory().resolve("misc");
    device.disk().extract(DiskPlan.LOADER, misc);
    String said = run(verb, options.replace(LoaderSetup.MISC, misc.toString()), proc);
    device.disk().fill(DiskPlan.LOADER, misc);
    Files.delete(misc);
    return said;
  }

  private String run(String verb, String options, Path proc) throws IOException {
    List<String> words = new ArrayList<>(List.of(verb.split(" ", -1)));
    Path environment = Path.of(LoaderSetup.ENVIRONMENT);
    words.addAll(List.of(options.replace(LoaderSetup.DISK, device.disk().file().toString())
        .replace(LoaderSetup.ENVIRONMENT,
            device.directory().resolve(environment.getFileName()).toString())
        .split(" ", -1)));
    words.addAll(List.of("--proc", proc.toString()));
    return Checkout.find()
        .basculeBootctl()
        .command(words.toArray(String[]::new))
        .run()
        .output();
  }
}
