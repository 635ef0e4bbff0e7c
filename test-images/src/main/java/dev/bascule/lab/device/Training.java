package dev.bascule.lab.device;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Gives the built programs what a device's package has: a cache of all that the JVM learns in one run of the main job,
 * so that every later start is one of a program that has run before (JEP 483, JEP 515). It is made of real runs, a
 * publication and an installation, on a small image.
 */
public final class Training {

  /** The image's number. */
  public static final int RELEASE = 1;

  private static final int SIZE = 16 << 20;

  private Training() {}

  /** Trains both programs, unless they are trained already. */
  public static void ensure(Checkout checkout) throws IOException {
    JavaProgram bascule = checkout.bascule();
    JavaProgram basculeImage = checkout.basculeImage();
    if (bascule.trained() && basculeImage.trained()) {
      return;
    }
    Path place = Files.createTempDirectory("bascule-training-");
    try {
      train(bascule, basculeImage, place);
    } finally {
      new FileTree(place).delete();
    }
  }

  private static void train(JavaProgram bascule, JavaProgram basculeImage, Path place)
      throws IOException {
    Workshop workshop = workshop(place, basculeImage);
    workshop.publishAsTraining(RELEASE);
    device(workshop, place, bascule).training("update", "--json").run();
  }

  /** A workshop with a small image that is built and not published. */
  public static Workshop workshop(Path place, JavaProgram basculeImage) throws IOException {
    Path image = Files.write(place.resolve("image"), content(2)); // nothing can be copied from the factory's
    Workshop workshop = Workshop.create(place.resolve("workshop"), basculeImage);
    workshop.build(RELEASE, image, 3);
    return workshop;
  }

  /** A new device, booted, that trusts the workshop and looks for updates in its directory. */
  public static Device device(Workshop workshop, Path place, JavaProgram bascule)
      throws IOException {
    Path factory = Files.write(place.resolve("factory"), content(1));
    DiskImage disk = DiskImage.create(place.resolve("disk"), DiskPlan.forVolume(SIZE), factory);
    Device device = workshop.assemble(place.resolve("device"), disk.file(),
        workshop.repository().toUri().toString(), bascule);
    device.boot();
    return device;
  }

  private static byte[] content(long seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    for (int at = 0; at < SIZE; at += 8) {
      content[at] = 0; // something to compress
    }
    return content;
  }
}
