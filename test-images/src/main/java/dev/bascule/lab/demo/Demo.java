package dev.bascule.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The main job, end to end: publish, pull, verify, write, flip, boot, confirm or fall back; then what attackers, bad
 * power and technicians do. Everything is done by the commands that people use, as processes of their own, and every
 * claim is checked: the demo fails if one does not hold.
 */
public final class Demo {

  private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  private final Path directory;
  private final Narrator narrator;
  private final Fleet fleet;
  private final JavaProgram bascule;
  private long fetched;
  private long written;

  /**
   * Prepares the demo.
   *
   * @param checkout the repository's top directory, with all modules built
   * @param directory where everything goes; must be empty
   */
  public Demo(Path checkout, Path directory, PrintWriter out) throws IOException {
    this.directory = directory;
    this.narrator = new Narrator(out);
    this.bascule = JavaProgram.built(
        "bascule", checkout, "updater", "bascule-updater", List.of("-Xmx64m"));
    this.fleet = new Fleet(directory, JavaProgram.built("bascule-image", checkout,
        "image-tools/publisher", "bascule-publisher", QUICK_START), narrator);
  }

  /** Runs all of it. */
  public void run() throws IOException {
    try (fleet) {
      narrator.chapter("A fleet: keys, a root that two of three people sign, a repository");
      fleet.create();
      fleet.serve(0);

      narrator.chapter("A device from the factory: 1.0.0 in slot A, nothing in slot B");
      Device device = Device.provision(
          directory.resolve("device"), bascule, narrator, volume("1.0.0", true), fleet.url());
      require(device.powerOn() == Slot.A, "the device starts slot A");
      device.bascule("confirm");
      device.bascule("status");

      updateTo(device, "1.1.0", 2);
      rollBack(device);
      fallBack(device);
      resumeAfterKill(device);
      refuseAttacks(device);
      summarize(device);
    }
  }

  private void updateTo(Device device, String version, int release) throws IOException {
    narrator.chapter(
        version + " is published; the device pulls, writes, activates, boots and confirms it");
    release(version, release, true);
    device.bascule("check");
    expect(device.bascule("update", "--reboot"), 0);
    require(device.wantsRestart(), "the updater asks for a restart");
    account(device);
    require(device.powerOn() == Slot.B, "the device starts slot B");
    expect(device.bascule("confirm"), 0);
    device.bascule("status");
    requireHolds(device, Slot.B, version);
  }

  private void rollBack(Device device) throws IOException {
    narrator.chapter("A technician wants 1.0.0 back, and there is no network");
    fleet.close();
    expect(device.bascule("rollback", "--reason", "the display stays dark", "--yes"), 0);
    require(device.powerOn() == Slot.A, "the device starts slot A");
    device.bascule("confirm");
    fleet.serve(0);
    narrator.say("(the network is back: the next poll must not undo it)");
    device.bascule("update");
    require(device.powerOn() == Slot.A, "the rollback stands");
    device.bascule("explain");
    narrator.say("(the display was unplugged: the technician lets the device have 1.1.0 again)");
    expect(device.bascule("mark", "retry", "1.1.0"), 0);
    expect(device.bascule("update"), 0);
    account(device);
    require(device.powerOn() == Slot.B, "the device starts slot B");
    expect(device.bascule("confirm"), 0);
  }

  private void fallBack(Device device) throws IOException {
    narrator.chapter("1.2.0 is published; its web service does not come up");
    release("1.2.0", 3, false);
    expect(device.bascule("update"), 0);
    account(device);
    require(device.powerOn() == Slot.A, "the device starts slot A");
    Outcome verdict = device.bascule("confirm", "--reboot");
    require(verdict.exitCode() != 0 && device.wantsRestart(), "1.2.0 is given up");
    require(device.powerOn() == Slot.B, "the device is back on slot B by itself");
    device.bascule("status");
    narrator.say("(it is not tried again, at the next poll or the one after)");
    device.bascule("update");
    require(device.powerOn() == Slot.B, "the device stays on 1.1.0");
    device.bascule("explain");
    device.bascule("history");
  }

  private void resumeAfterKill(Device device) throws IOException {
    narrator.chapter("1.3.0 is published; the power goes in the middle of the download");
    release("1.3.0", 4, true);
    fleet.close();
    long length = payloadLength("1.3.0");
    fleet.serve(length / 4);
    try (Background update = device.start("update")) {
      sleep(4000);
      require(update.alive(), "the update is under way");
      update.kill();
    }
    narrator.say("(killed, with SIGKILL, after some four seconds of a transfer that takes longer)");
    fleet.close();
    fleet.serve(0);
    require(device.powerOn() == Slot.B, "the device starts its confirmed slot");
    long before = fetched;
    expect(device.bascule("update"), 0);
    account(device);
    require(fetched - before < length, "less than the whole payload was fetched again");
    require(device.powerOn() == Slot.A, "the device starts slot A");
    expect(device.bascule("confirm"), 0);
    requireHolds(device, Slot.A, "1.3.0");
  }

  private void refuseAttacks(Device device) throws IOException {
    narrator.chapter("Attacks: nothing of them gets into a slot that boots");
    Path timestamp = fleet.repository().resolve("metadata/timestamp.json");
    Path older = Files.copy(timestamp, directory.resolve("older-timestamp.json"));

    narrator.say("(a payload on the server is tampered with)");
    release("1.4.0", 5, true);
    tamper(payload("1.4.0"));
    requireRefused(device, "tampered");

    narrator.say("(the server shows an older timestamp, to hide that there is an update)");
    Files.copy(timestamp, directory.resolve("newer-timestamp.json"));
    Files.copy(older, timestamp, StandardCopyOption.REPLACE_EXISTING);
    requireRefused(device, "older");
    Files.copy(directory.resolve("newer-timestamp.json"), timestamp,
        StandardCopyOption.REPLACE_EXISTING);

    narrator.say("(an image for other hardware is offered to this model)");
    fleet.build("1.5.0", 6, "other-board", volume("1.5.0", true));
    fleet.publish("1.5.0");
    requireRefused(device, "compatible");
    require(device.powerOn() == Slot.A, "the device still starts 1.3.0");
  }

  private void summarize(Device device) throws IOException {
    narrator.chapter("What it came to");
    narrator.say(String.format(Locale.ROOT,
        "%,d bytes fetched and %,d bytes written in all installs that ended",
        fetched, written));
    narrator.say("disk: " + device.disk().file() + "; sgdisk -p and cgpt show understand it");
    narrator
        .say(String.format(Locale.ROOT, "%.1f seconds", narrator.elapsed().toMillis() / 1000.0));
  }

  private void requireRefused(Device device, String word) throws IOException {
    Outcome outcome = device.bascule("update");
    String said = (outcome.output() + outcome.errors()).toLowerCase(Locale.ROOT);
    require(said.contains(word), "the refusal says '" + word + "'");
    require(device.powerOn() == Slot.A, "the device still starts 1.3.0");
  }

  private void release(String version, int release, boolean healthy) throws IOException {
    fleet.build(version, release, Fleet.MODEL, volume(version, healthy));
    fleet.publish(version);
  }

  private Path volume(String version, boolean healthy) throws IOException {
    Path file = directory.resolve("system-" + version + ".tar");
    new SystemImage(version, healthy, fleet.trustedRoot()).write(file);
    return file;
  }

  private void requireHolds(Device device, Slot slot, String version) throws IOException {
    long difference =
        device.disk().firstDifference(slot, directory.resolve("system-" + version + ".tar"));
    require(difference < 0, "slot " + slot + " holds " + version + " byte for byte");
  }

  private Path payload(String version) throws IOException {
    Path images = fleet.repository().resolve("targets/" + Fleet.MODEL + "/images/" + version);
    try (Stream<Path> files = Files.list(images)) {
      return files.filter(file -> file.toString().endsWith(".root.full")).findFirst().orElseThrow();
    }
  }

  private long payloadLength(String version) throws IOException {
    return Files.size(payload(version));
  }

  private static void tamper(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int old = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(old ^ 1);
    }
  }

  /** Adds what the last install cost. */
  private void account(Device device) throws IOException {
    JsonNode cost = device.facts("status").path("last_install");
    fetched += cost.path("bytes_fetched").asLong();
    written += cost.path("bytes_written").asLong();
  }

  private static void expect(Outcome outcome, int exitCode) throws IOException {
    require(outcome.exitCode() == exitCode,
        "exit status " + exitCode + ", found " + outcome.exitCode());
  }

  private static void require(boolean holds, String claim) throws IOException {
    if (!holds) {
      throw new IOException("this did not hold: " + claim);
    }
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
