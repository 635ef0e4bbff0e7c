package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A whole life over the network: an update from a signed repository is fetched, written, tried and confirmed by the
 * device's own command; the next one fails its health check, and the device is back and knows why.
 */
public record SignedUpdate(Checkout checkout) implements Scenario {

  private static final int LEVEL = 1;
  /** Half a minute for a slot on two free cores without KVM. */
  private static final Duration UPDATE = Duration.ofMinutes(4);

  @Override
  public String name() {
    return "signed-update";
  }

  @Override
  public String claim() {
    return "an update from a signed repository is tried and confirmed, one that fails its health check is given up";
  }

  @Override
  public boolean needsCommands() {
    return true;
  }

  @Override
  public void run(VirtualDevice device, Progress progress) throws IOException {
    Workshop workshop = Workshop.create(device.directory().resolve("workshop"),
        checkout.basculeImage());
    publish(workshop, device, 2, Conduct.HEALTHY);
    progress.step("release 2 is signed and published");
    try (
        RepositoryServer server = RepositoryServer.start(workshop.repository(),
            device.directory(), checkout.basculeImage());
        LiveDevice live = LiveDevice.start(device)) {
      live.machine()
          .run("mkdir /etc/bascule/conf.d && printf '[source]\\nurl = \"" + server.url()
              + "\"\\n' > /etc/bascule/conf.d/source.toml");
      live.machine()
          .run("wget -q -O /etc/bascule/root.json " + server.url()
              + "metadata/1.root.json");
      confirm(live, 0);
      progress.step("the device trusts the repository; updating");
      update(live);
      live.requireSlot(Slot.B);
      live.require("the version that runs", Workshop.version(2), live.startup().version());
      confirm(live, 0);
      require(live, "\"confirmed\"");
      progress.step("release 2 runs in slot B and is confirmed");

      publish(workshop, device, 3, Conduct.SICK);
      update(live);
      live.requireSlot(Slot.A);
      progress.step("release 3 runs in slot A; its health check fails");
      live.machine().send("bascule confirm --reboot > /dev/console 2>&1");
      live.awaitBoot();
      live.requireSlot(Slot.B);
      live.require("the version that runs", Workshop.version(2), live.startup().version());
      confirm(live, 0);
      require(live, "\"fell_back\"");
      progress.step("the device is back on release 2 and says why");
    }
  }

  private static void publish(Workshop workshop, VirtualDevice device, int release,
      Conduct conduct) throws IOException {
    Path volume = device.directory().resolve("release");
    device.system().writeSlot(volume, Workshop.version(release), conduct);
    workshop.build(release, volume, LEVEL);
    workshop.publish(release);
    Files.delete(volume);
  }

  private static void update(LiveDevice live) throws IOException {
    live.machine().run("bascule update", UPDATE);
    live.machine().send("bascule reboot > /dev/console 2>&1");
    live.awaitBoot();
  }

  private static void confirm(LiveDevice live, int exitCode) throws IOException {
    Outcome outcome = live.bascule("confirm");
    live.require("exit code of confirm (" + outcome.output() + outcome.errors() + ")", exitCode,
        outcome.exitCode());
  }

  private static void require(LiveDevice live, String state) throws IOException {
    Outcome outcome = live.bascule("status --json");
    if (!outcome.output().contains(state)) {
      throw live.machine().failure("status: expected " + state + ", found " + outcome);
    }
  }
}
