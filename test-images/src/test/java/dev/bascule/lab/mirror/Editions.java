package dev.bascule.lab.mirror;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.device.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * One repository at two moments: when it offered the first release, and when it offered the second.
 *
 * @param first its directory, as it was at the first
 * @param second its directory, as it was at the second
 * @param newVolume what the second release's image holds
 */
record Editions(Path first, Path second, Path newVolume) {

  static final String FIRST = Workshop.version(1);
  static final String SECOND = Workshop.version(2);

  /**
   * Makes images and publishes them.
   *
   * @param length of each image's volume, in bytes
   */
  static Editions make(Path directory, Checkout checkout, int length) throws IOException {
    Files.createDirectory(directory);
    Workshop workshop = Workshop.create(directory.resolve("workshop"), checkout.basculeImage());
    Path first = volume(directory.resolve("volume-1"), 1, length);
    Path second = volume(directory.resolve("volume-2"), 2, length);
    workshop.build(1, first, 1);
    workshop.publish(1);
    Path earlier = directory.resolve("earlier");
    new FileTree(workshop.repository()).copyTo(earlier);
    workshop.build(2, second, 1);
    workshop.publish(2);
    return new Editions(earlier, workshop.repository(), second);
  }

  /** The root that devices are built with. */
  Path anchor() {
    return first.resolve("metadata/1.root.json");
  }

  private static Path volume(Path file, int seed, int length) throws IOException {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    return Files.write(file, content);
  }
}
