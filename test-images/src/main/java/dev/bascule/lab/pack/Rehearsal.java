package dev.bascule.lab.pack;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.JarDirectory;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the package's program once as it will be run and keeps what the virtual machine learns: classes loaded and
 * linked, and which methods are worth compiling.
 *
 * @param home {@code usr/lib/bascule} of the package's tree, with everything in it but the caches
 * @param jars names of the jars in their order
 */
record Rehearsal(Path home, List<String> jars) {

  private static final String QUIET = "-Xlog:disable";

  /** Makes the cache: of a whole update over HTTP, which is most of what the programs do, and of what is asked for most. */
  void run(Checkout checkout) throws IOException {
    Path place = Files.createTempDirectory("bascule-rehearsal-");
    try {
      Workshop workshop = Training.workshop(place, checkout.basculeImage());
      workshop.publish(Training.RELEASE);
      Device device = Training.device(workshop, place, checkout.bascule());
      try (RepositoryServer server = workshop.serve(0, entry -> {})) {
        device.lookAt(server.url());
        new JarDirectory(home.resolve(Launch.JARS)).makeCache(home.resolve(Launch.CACHE),
            flags -> line(device, flags));
      }
    } finally {
      new FileTree(place).delete();
    }
  }

  private List<String> line(Device device, List<String> flags) {
    List<String> line = new ArrayList<>(List.of(Launch.java(home), QUIET));
    line.addAll(Launch.REHEARSAL.arguments(home.toString(), jars, flags));
    String root = " --root " + device.root();
    // The update comes last: what is compiled first on a device is what the run was busy with to its end.
    for (String command : List.of("migrate", "confirm", "status", "update")) {
      line.add("bascule " + command + root);
    }
    line.add("bascule-bootctl status --loader gpt --disk " + device.disk().file()
        + " --a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B");
    return line;
  }
}
