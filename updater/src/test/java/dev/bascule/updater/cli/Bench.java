package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Journal;
import dev.bascule.updater.process.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A device of files: a disk with a partition table that sgdisk wrote, a configuration, a kernel's facts, and a boot
 * loader that picks and counts with sgdisk. Slot A runs and is confirmed, slot B is empty.
 */
final class Bench {

  /** What is installed into slot B. */
  static final ImageRef NEW = Events.image("1.2.0");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PRIORITY_BIT = 48;
  private static final int TRIES_BIT = 52;
  private static final int SUCCESSFUL_BIT = 56;
  private static final int WIDTH = 4;

  private final Path directory;
  private final Path disk;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String bootId = "";

  /** Makes a device of its own from a copy of a disk. */
  Bench(Path directory, byte[] disk) throws IOException {
    this.directory = directory;
    this.disk = Files.write(directory.resolve("disk.img"), disk);
    configure("");
    run(Slot.A);
  }

  /** A disk with a table that sgdisk wrote; it takes its time, so one is made for all tests. */
  static byte[] disk(Path directory) throws IOException {
    Tool.require("sgdisk");
    Path disk = directory.resolve("disk.img");
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(4 << 20);
    }
    List<String> arguments = new ArrayList<>(List.of("-n", "1:2048:+512K", "-c", "1:ROOT-A",
        "-n", "2:0:+512K", "-c", "2:ROOT-B"));
    arguments.addAll(bits(Slot.A, PRIORITY_BIT, 1, WIDTH));
    arguments.addAll(bits(Slot.A, SUCCESSFUL_BIT, 1, 1));
    sgdisk(disk, arguments);
    return Files.readAllBytes(disk);
  }

  /** Writes the configuration, with more at its end. */
  void configure(String more) throws IOException {
    configure("loader = \"gpt\"", more);
  }

  /** The same for another boot loader. */
  void configure(String loader, String more) throws IOException {
    write("etc/bascule/bascule.toml", """
      [device]
      model = "edge"
      [boot]
      %s
      disk = "%s"
      tries = 2
      reboot = ["touch", "%s"]
      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"
      [health]
      deadline = "0s"
      [host]
      proc = "%s"
      %s
      """.formatted(loader, disk, restarted(), directory.resolve("proc"), more));
  }

  /** Puts a required check into place. */
  void check(String name, String script) throws IOException {
    Path file = write("etc/bascule/check/required.d/" + name, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Records what the command itself would have. */
  void record(Event... events) throws IOException {
    try (Journal journal = Journal.open(directory.resolve("var/lib/bascule/journal"),
        Clock.systemUTC(), bootId)) {
      for (Event event : events) {
        journal.append(event);
      }
    }
  }

  /** Runs {@code bascule} on this device. */
  int bascule(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--root", directory.toString()));
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true),
        all.toArray(new String[0]));
  }

  /** What the last command printed, as JSON. */
  JsonNode json() throws IOException {
    return JSON.readTree(out.toString());
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** What the boot loader does at a start: it takes the bootable slot of the highest priority, and counts. */
  void start() throws IOException {
    Slot picked = null;
    for (Slot slot : Slot.values()) {
      boolean bootable = get(slot, PRIORITY_BIT, WIDTH) > 0
          && (get(slot, SUCCESSFUL_BIT, 1) > 0 || get(slot, TRIES_BIT, WIDTH) > 0);
      if (bootable && (picked == null
          || get(slot, PRIORITY_BIT, WIDTH) > get(picked, PRIORITY_BIT, WIDTH))) {
        picked = slot;
      }
    }
    assertThat(picked).as("a slot to boot").isNotNull();
    if (picked != null) {
      int tries = get(picked, TRIES_BIT, WIDTH);
      if (tries > 0) {
        sgdisk(disk, bits(picked, TRIES_BIT, tries - 1, WIDTH));
      }
      run(picked);
    }
  }

  /** A system that was booted from neither slot. */
  void rescue() throws IOException {
    write("proc/cmdline", "console=ttyS0\n");
  }

  /** What the configured restart leaves behind. */
  Path restarted() {
    return directory.resolve("restarted");
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  Path write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** A boot of a slot, whoever picked it. */
  void run(Slot slot) throws IOException {
    bootId = UUID.randomUUID().toString();
    write("proc/sys/kernel/random/boot_id", bootId + "\n");
    write("proc/cmdline", "console=ttyS0 bascule.slot=" + slot + "\n");
    write("proc/self/mountinfo", "");
  }

  private static List<String> bits(Slot slot, int bit, int value, int width) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      arguments.add("-A");
      arguments.add(number(slot) + (((value >> i) & 1) == 1 ? ":set:" : ":clear:") + (bit + i));
    }
    return arguments;
  }

  private int get(Slot slot, int bit, int width) throws IOException {
    int value = 0;
    for (int i = 0; i < width; i++) {
      String said = sgdisk(disk, List.of("-A", number(slot) + ":get:" + (bit + i)));
      value |= said.strip().endsWith(":1") ? 1 << i : 0;
    }
    return value;
  }

  private static int number(Slot slot) {
    return switch (slot) {
      case A -> 1;
      case B -> 2;
    };
  }

  private static String sgdisk(Path disk, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sgdisk"));
    command.addAll(arguments);
    command.add(disk.toString());
    return Tool.run(command);
  }

  /** Has the new image in slot B, as after an installation. */
  void stage() throws IOException {
    record(new Event.Staged(Slot.B, NEW));
  }

  /** Has the new image installed, activated, started and confirmed. */
  void confirmNew() throws IOException {
    check("10-works", "exit 0");
    stage();
    bascule("activate");
    start();
    assertThat(bascule("confirm")).as(err()).isZero();
  }

  /** The word for what goes on. */
  String state() throws IOException {
    assertThat(bascule("status", "--json")).as(err()).isZero();
    return json().path("state").asText();
  }
}
