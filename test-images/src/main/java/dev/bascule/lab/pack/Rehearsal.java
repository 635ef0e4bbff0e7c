package dev.bascule.lab.pack;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Command;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the package's program once as it will be run and keeps what the virtual machine learns: classes loaded and
 * linked (JEP 483), and which methods are worth compiling (JEP 515).
 *
 * @param home {@code usr/lib/bascule} of the package's tree, with everything in it but the caches
 * @param jars names of the jars in their order
 */
record Rehearsal(Path home, List<String> jars) {

  private static final String QUIET = "-Xlog:disable";

  /** Makes the cache: of a whole update over HTTP, which is most of what the programs do. */
  void run(Checkout checkout) throws IOException {
    Path place = Files.createTempDirectory("bascule-rehearsal-");
    try {
      Workshop workshop = Training.workshop(place, checkout.basculeImage());
      workshop.publish(Training.RELEASE);
      Device device = Training.device(workshop, place, checkout.bascule());
      Path cache = home.resolve(Launch.CACHE);
      List<String> line = new ArrayList<>(List.of(Launch.java(home), QUIET));
      line.addAll(Launch.INSTALL.arguments(home.toString(), jars, "-XX:AOTCacheOutput=" + cache));
      line.addAll(List.of("update", "--root", device.root().toString()));
      try (RepositoryServer server = workshop.serve(0, entry -> {})) {
        device.lookAt(server.url());
        Command.of(line).run();
      }
      if (!Files.exists(cache)) {
        throw new IOException(cache + ": the Java runtime made no cache");
      }
    } finally {
      new FileTree(place).delete();
    }
  }
}
