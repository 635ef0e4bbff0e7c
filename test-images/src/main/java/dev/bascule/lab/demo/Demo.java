package dev.bascule.lab.demo;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The main job, end to end: publish, pull, verify, write, flip, boot, confirm or fall back; then what attackers, bad
 * power and technicians do. Everything is done by the commands that people use, as processes of their own, and every
 * claim is checked: the demo fails if one does not hold.
 */
public final class Demo {

  /** Bytes of an image that nobody is to take. */
  private static final int SMALL = 1 << 20;
  /** Seconds that a transfer takes which is to be caught in its middle. */
  private static final int SLOW = 5;
  /** For the same, on a machine that has other things to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern COST =
      Pattern.compile("fetched ([0-9,]+) bytes and wrote ([0-9,]+) bytes");

  private final Path directory;
  private final Narrator narrator;
  private final Fleet fleet;
  private final JavaProgram bascule;
  private long fetched;
  private long written;

  /**
   * Prepares the demo.
   *
   * @param checkout with all modules built
   * @param directory where everything goes; must be empty
   */
  public Demo(Checkout checkout, Path directory, PrintWriter out) throws IOException {
    this.directory = directory;
    this.narrator = new Narrator(out);
    this.bascule = checkout.bascule();
    this.fleet = new Fleet(directory, checkout.basculeImage(), narrator);
  }

  /** Runs all of it. */
  public void run() throws IOException {
    try (fleet) {
      narrator.chapter("A fleet: keys, a root that two of three people sign, a repository");
      fleet.create();
      fleet.serve(0);

      narrator.chapter("A device from the factory: 1.0.0 in slot A, nothing in slot B");
      Path factory = volume("1.0.0", true);
      fleet.build("1.0.0", 1, Fleet.MODEL, factory);
      ShownDevice device =
          ShownDevice.provision(directory.resolve("device"), bascule, narrator, factory,
              fleet.manifest("1.0.0"), fleet.url());
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

  private void updateTo(ShownDevice device, String version, int release) throws IOException {
    narrator.chapter(
        version + " is published; the device pulls, writes, activates, boots and confirms it");
    release(version, release, true);
    device.bascule("check");
    update(device, "--reboot");
    require(device.wantsRestart(), "the updater asks for a restart");
    require(device.powerOn() == Slot.B, "the device starts slot B");
    expect(device.bascule("confirm"), 0);
    device.bascule("status");
    requireHolds(device, Slot.B, version);
  }

  private void rollBack(ShownDevice device) throws IOException {
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
    update(device);
    require(device.powerOn() == Slot.B, "the device starts slot B");
    expect(device.bascule("confirm"), 0);
  }

  private void fallBack(ShownDevice device) throws IOException {
    narrator.chapter("1.2.0 is published; its web service does not come up");
    release("1.2.0", 3, false);
    update(device);
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

  private void resumeAfterKill(ShownDevice device) throws IOException {
    narrator.chapter("1.3.0 is published; the power goes in the middle of the download");
    release("1.3.0", 4, true);
    fleet.close();
    long length = payloadLength("1.3.0");
    fleet.serve(length / SLOW);
    Path volume = directory.resolve("system-1.3.0.tar");
    try (Background update = device.start("update")) {
      update.awaitUntil(
          () -> device.disk().firstDifference(Slot.A, volume) > Files.size(volume) / 2, PATIENCE);
      update.kill();
    }
    require(device.disk().firstDifference(Slot.A, volume) > 0, "a part of the slot is missing");
    narrator.say("(killed, with SIGKILL, when half of the slot was written)");
    fleet.close();
    fleet.serve(0);
    require(device.powerOn() == Slot.B, "the device starts its confirmed slot");
    long before = fetched;
    update(device);
    require(fetched - before < length, "less than the whole payload was fetched again");
    require(device.powerOn() == Slot.A, "the device starts slot A");
    expect(device.bascule("confirm"), 0);
    requireHolds(device, Slot.A, "1.3.0");
  }

  private void refuseAttacks(ShownDevice device) throws IOException {
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

    narrator.say("(an image for other hardware: the publisher's own command refuses it)");
    Path other = Files.write(directory.resolve("other-board.img"),
        Arrays.copyOf(Files.readAllBytes(fleet.trustedRoot()), SMALL));
    fleet.build("1.5.0", 6, "other-board", other);
    require(fleet.tryPublish("1.5.0").exitCode() == 3, "the publisher refuses it");
    narrator.say("(and so does a device of another hardware revision, whatever it is offered)");
    device.pretendToBe("demo-board-rev2");
    requireRefused(device, "compatible");
  }

  private void summarize(ShownDevice device) throws IOException {
    narrator.chapter("What it came to");
    narrator.say(String.format(Locale.ROOT,
        "%,d bytes fetched and %,d bytes written in all installs that ended",
        fetched, written));
    narrator.say("disk: " + device.disk().file() + "; sgdisk -p and cgpt show understand it");
    narrator
        .say(String.format(Locale.ROOT, "%.1f seconds", narrator.elapsed().toMillis() / 1000.0));
  }

  private void requireRefused(ShownDevice device, String word) throws IOException {
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

  private void requireHolds(ShownDevice device, Slot slot, String version) throws IOException {
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

  /** Runs an update that must succeed, and adds up what it cost. */
  private void update(ShownDevice device, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("update"));
    arguments.addAll(List.of(more));
    Outcome outcome = device.bascule(arguments.toArray(new String[0]));
    expect(outcome, 0);
    Matcher cost = COST.matcher(outcome.output());
    require(cost.find(), "the update says what it fetched and wrote");
    fetched += Long.parseLong(cost.group(1).replace(",", ""));
    written += Long.parseLong(cost.group(2).replace(",", ""));
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
}
