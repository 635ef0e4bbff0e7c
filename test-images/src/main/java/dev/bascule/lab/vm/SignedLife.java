package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.system.Conduct;
import java.io.IOException;

/** A device that is on and trusts a workshop, with a web server for what is published there. */
final class SignedLife implements AutoCloseable {

  private static final int REFUSED = 3;

  private final VirtualDevice device;
  private final Workshop workshop;
  private final RepositoryServer server;
  private final LiveDevice live;

  private SignedLife(VirtualDevice device, Workshop workshop, RepositoryServer server,
      LiveDevice live) {
    this.device = device;
    this.workshop = workshop;
    this.server = server;
    this.live = live;
  }

  /** Makes a workshop that offers release 2, switches the device on, has it trust the workshop, and confirms its first boot. */
  static SignedLife begin(VirtualDevice device, Publisher publisher) throws IOException {
    Workshop workshop = publisher.workshop(device);
    RepositoryServer server = RepositoryServer.start(workshop.repository(), device.directory(),
        publisher.checkout().basculeImage());
    try {
      SignedLife life = new SignedLife(device, workshop, server, LiveDevice.start(device));
      life.live.requireSlot(Slot.A);
      life.live.lookAt(server);
      life.confirm();
      return life;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** The device. */
  LiveDevice live() {
    return live;
  }

  /** Builds, signs and publishes a release. */
  void publish(int release, Conduct conduct) throws IOException {
    Publisher.publish(workshop, device.system(), release, conduct);
  }

  /** Has the device fetch, write and activate what is published, restart itself, and come up. */
  void update() throws IOException {
    bascule("update");
    live.restartBy("reboot");
  }

  /** Has the device judge its boot; the verdict must be good. */
  void confirm() throws IOException {
    bascule("confirm");
  }

  /** Does what {@code bascule} does; it must succeed. */
  void bascule(String arguments) throws IOException {
    Outcome outcome = live.bascule(arguments);
    live.require("exit code of bascule " + arguments + " (" + outcome.output() + outcome.errors()
        + ")", 0, outcome.exitCode());
  }

  /** The device has no network from here on. */
  void cutNetwork() throws IOException {
    live.cutNetwork();
    server.close();
  }

  /** Checks that a command refuses, for a reason, and that it leaves the loader's state alone. */
  void requireRefusal(String arguments, String reason) throws IOException {
    String before = live.bootctl("status --json");
    Outcome outcome = live.bascule(arguments);
    live.require("exit code of bascule " + arguments + " (" + outcome + ")", REFUSED,
        outcome.exitCode());
    live.require("whether bascule says " + reason + " (" + outcome + ")", true,
        outcome.output().contains('"' + reason + '"'));
    live.require("the loader's state", before, live.bootctl("status --json"));
  }

  /** Checks what runs. */
  void requireRunning(Slot slot, int release) throws IOException {
    live.requireSlot(slot);
    live.require("the version that runs", Workshop.version(release), live.startup().version());
  }

  /** Checks that the device says of itself what it is. */
  void requireState(String state) throws IOException {
    Outcome outcome = live.bascule("status --json");
    live.require("whether status says " + state + " (" + outcome + ")", true,
        outcome.output().contains('"' + state + '"'));
  }

  @Override
  public void close() throws IOException {
    try (server) {
      live.close();
    }
  }
}
