package dev.bascule.lab.powercut;

import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What devices for power cuts need: signed images of four releases, a repository that offers one after the other, and
 * disks so small that a state of them is made in milliseconds.
 */
final class CutBench {

  /** The newest release; its health check fails. */
  static final int SICK = 4;

  private static final int VOLUME = 2 << 20;
  private static final int CHANGED = VOLUME / 4;
  private static final DiskPlan PLAN = new DiskPlan(1 << 20, 0, 3 << 20, 1 << 20, 0, 512);
  private static final int LEVEL = 1;

  private final Path directory;
  private final Workshop workshop;
  private final Checkout checkout;
  private final LoaderModel loader;
  private final List<SignedContent> images;
  private final AtomicInteger devices;

  private CutBench(Path directory, Workshop workshop, Checkout checkout, LoaderModel loader,
      List<SignedContent> images, AtomicInteger devices) {
    this.directory = directory;
    this.workshop = workshop;
    this.checkout = checkout;
    this.loader = loader;
    this.images = images;
    this.devices = devices;
  }

  /** Makes it in a new directory: some ten runs of the publisher's command. */
  static CutBench create(Checkout checkout, Path directory, Progress progress)
      throws IOException {
    Files.createDirectories(directory);
    progress.step("signing four images");
    CutBench bench = new CutBench(directory,
        Workshop.create(directory.resolve("workshop"), checkout.basculeImage()), checkout,
        new GptModel(), new ArrayList<>(), new AtomicInteger());
    byte[] content = new byte[VOLUME];
    new Random(1).nextBytes(content);
    for (int release = 1; release <= SICK; release++) {
      byte[] fresh = new byte[CHANGED];
      new Random(release).nextBytes(fresh);
      System.arraycopy(fresh, 0, content, (release - 1) * CHANGED, CHANGED);
      Path volume = Files.write(directory.resolve("volume-" + release), content);
      ImageManifest image = bench.workshop.build(release, volume, LEVEL, "--floor",
          Integer.toString(Math.min(release, 2)));
      bench.images.add(SignedContent.of(image, volume));
      if (release > 1) {
        bench.workshop.publish(release);
        bench.keepRepository(release);
      }
    }
    return bench;
  }

  /** The same images and repository for devices with another loader. */
  CutBench with(LoaderModel other) {
    return new CutBench(directory, workshop, checkout, other, images, devices);
  }

  /** The devices' loader. */
  LoaderModel loader() {
    return loader;
  }

  /** Its judge. */
  Judge judge() {
    return loader.judge(images);
  }

  /** Every content that is signed. */
  List<SignedContent> images() {
    return images;
  }

  /** The device's own program. */
  JavaProgram program() throws IOException {
    return checkout.bascule();
  }

  /** The media of a device from the factory: release 1 is confirmed in slot A. */
  Snapshot factory() throws IOException {
    String name = "factory-" + loader.label();
    Path place = Files.createDirectories(directory.resolve(name));
    Device device = assemble(place, program());
    Path content = Files.write(place.resolve("content"), images.getFirst().bytes());
    DiskImage.create(device.disk().file(), PLAN, content);
    device.recordFactoryImage(workshop.built(1).resolve(ImageManifest.FILE_NAME));
    loader.install(device);
    return Snapshot.read(device.disk().file(), device.root(), device.root().resolve("var"));
  }

  /** A name that no other device of the bench has: several are at work at once. */
  String newName(String what) {
    return what + "-" + devices.incrementAndGet();
  }

  /** A device with some media that is off, and a repository that offers it a release. */
  Device after(Snapshot media, String name, int offered, JavaProgram program) throws IOException {
    Path place = Files.createDirectory(directory.resolve(name));
    Device device = assemble(place, program);
    media.write(device.disk().file(), device.root());
    offer(name, offered);
    return device;
  }

  /** Lets a device's repository offer a release, with all that was published before it. */
  private void offer(String name, int release) throws IOException {
    Path link = directory.resolve(name).resolve("repository");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, directory.resolve("repository-" + release));
  }

  /** Removes a device. */
  void remove(String name) throws IOException {
    new FileTree(directory.resolve(name)).delete();
  }

  /** For logs. */
  Path scratch() {
    return directory;
  }

  private Device assemble(Path place, JavaProgram program) throws IOException {
    Device device = workshop.assemble(place.resolve("device"), place.resolve("disk"),
        place.resolve("repository").toUri().toString(), program);
    loader.configure(device);
    device.addCheck("50-release", "! grep -q '\"release\":" + SICK + "[,}]' "
        + device.root() + "/var/lib/bascule/slots/$(sed -n 's/.*[.]slot=\\([AB]\\).*/\\1/p' "
        + place.resolve("device/proc/cmdline") + ").image.json");
    return device;
  }

  private void keepRepository(int release) throws IOException {
    Path to = directory.resolve("repository-" + release);
    List<Path> found;
    try (Stream<Path> walk = Files.walk(workshop.repository())) {
      found = walk.toList();
    }
    for (Path path : found) {
      Path target = to.resolve(workshop.repository().relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
