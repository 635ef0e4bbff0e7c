package dev.bascule.lab.vm;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.system.Conduct;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Signed repositories with releases of the tiny systems. The first one of a system is made with release 2 in it; each device gets
 * a copy, for keys and metadata take longer than a boot.
 */
public final class Publisher {

  /** What every repository offers at first. */
  static final int FIRST_RELEASE = 2;

  private static final int LEVEL = 1;

  private final Checkout checkout;
  private final Map<TinySystem, Workshop> made = new HashMap<>();

  /** None is made yet. */
  public Publisher(Checkout checkout) {
    this.checkout = checkout;
  }

  Checkout checkout() {
    return checkout;
  }

  /** A workshop of the device's own that offers a healthy release 2. */
  Workshop workshop(VirtualDevice device) throws IOException {
    return first(device.system()).copyTo(device.directory().resolve("workshop"));
  }

  private synchronized Workshop first(TinySystem system) throws IOException {
    Workshop workshop = made.get(system);
    if (workshop == null) {
      workshop = Workshop.create(system.directory().resolve("workshop"), checkout.basculeImage());
      publish(workshop, system, FIRST_RELEASE, Conduct.HEALTHY);
      made.put(system, workshop);
    }
    return workshop;
  }

  /** Builds, signs and publishes a release. */
  static void publish(Workshop workshop, TinySystem system, int release, Conduct conduct)
      throws IOException {
    Path volume = Files.createTempFile("release", ".ext4");
    try {
      system.writeSlot(volume, Workshop.version(release), conduct);
      workshop.build(release, volume, LEVEL);
    } finally {
      Files.delete(volume);
    }
    workshop.publish(release);
  }
}
