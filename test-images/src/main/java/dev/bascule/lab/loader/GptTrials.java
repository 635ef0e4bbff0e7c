package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.disk.FatVolume;
import dev.bascule.lab.machine.Architecture;
import dev.bascule.lab.machine.Firmware;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What U-Boot does with many partition tables, by the choosing part of the documented script: in one run each table is
 * put on the disk in turn, the script is run, and what it left there is kept.
 *
 * @param checkout has the script
 * @param directory for the disks and the log, its own
 */
public record GptTrials(Checkout checkout, Path directory) {

  /** What is kept of a disk: the primary table and the backup, each a header and 32 sectors of entries. */
  public static final int TABLE_BYTES = 33 * GptScript.SECTOR;

  private static final long MIB = 1 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Pattern PICK = Pattern.compile("PICK ([0-9a-f]+) \\[([AB]?)\\]");
  /** Reads a disk's tables from the second disk, and has them written back when the script is through. */
  private static final String LOOP = """
    load virtio 0:2 44000000 /choice.scr
    setenv buffer 47000000
    setenv behind 47004200
    setexpr tail @LAST@ - 20
    setenv i 0
    while itest 0x${i} != 0x@COUNT@; do
      setexpr from ${i} * 42
      virtio dev 1
      virtio read ${buffer} ${from} 42
      virtio dev 0
      virtio write ${buffer} 1 21
      virtio write ${behind} ${tail} 21
      source 44000000
      echo "PICK ${i} [${slot}]"
      virtio read ${buffer} 1 21
      virtio read ${behind} ${tail} 21
      virtio dev 1
      virtio write ${buffer} ${from} 42
      setexpr i ${i} + 1
    done
    poweroff
    """;

  /**
   * What became of a table.
   *
   * @param slot the slot that would be started: A, B, or nothing
   * @param tables both copies as they were left, the primary first
   */
  public record Verdict(String slot, ByteBuffer tables) {}

  /** A disk on which the tables can be: partitions 4 and 5 are the slots. */
  public DiskImage blank() throws IOException {
    return DiskImage.blank(directory.resolve("disk.img"),
        new DiskPlan(4 * MIB, MIB, MIB, MIB, 0, GptScript.SECTOR));
  }

  /**
   * Runs U-Boot.
   *
   * @param disk what {@link #blank} gave
   * @param before both copies for each trial, the primary first
   */
  public List<Verdict> run(DiskImage disk, List<byte[]> before) throws IOException {
    writeEsp(disk, before.size());
    Path states = directory.resolve("states.img");
    try (RandomAccessFile file = new RandomAccessFile(states.toFile(), "rw")) {
      for (byte[] tables : before) {
        file.write(tables, 0, 2 * TABLE_BYTES);
      }
    }
    Map<Integer, String> picks = boot(disk, states);
    List<Verdict> verdicts = new ArrayList<>();
    try (RandomAccessFile file = new RandomAccessFile(states.toFile(), "r")) {
      for (int i = 0; i < before.size(); i++) {
        String slot = picks.get(i);
        if (slot == null) {
          throw new IOException(directory + "/console.log: expected a line PICK for trial " + i);
        }
        byte[] tables = new byte[2 * TABLE_BYTES];
        file.readFully(tables);
        verdicts.add(new Verdict(slot, ByteBuffer.wrap(tables)));
      }
    }
    return verdicts;
  }

  private void writeEsp(DiskImage disk, int trials) throws IOException {
    long last = Files.size(disk.file()) / GptScript.SECTOR - 1;
    Path esp = Files.createDirectory(directory.resolve("esp"));
    GptScript.documented(checkout).on(last).choice().compile(esp.resolve("choice.scr"));
    new GptScript(LOOP.replace("@LAST@", Long.toHexString(last))
        .replace("@COUNT@", Integer.toHexString(trials))).compile(esp.resolve("boot.scr"));
    Path volume = directory.resolve("volume");
    FatVolume.write(volume, 4 * MIB, esp);
    disk.fill(DiskPlan.ESP, volume);
  }

  private Map<Integer, String> boot(DiskImage disk, Path states) throws IOException {
    Firmware firmware = new Firmware.UbootArm();
    List<String> words = new ArrayList<>(List.of("-M", firmware.board(), "-accel", "tcg", "-cpu",
        "cortex-a57", "-m", "512", "-nodefaults", "-display", "none", "-serial", "stdio"));
    words.addAll(firmware.prepare());
    for (Path file : List.of(disk.file(), states)) {
      String name = "disk" + words.size();
      words.addAll(List.of("-drive", "if=none,format=raw,id=" + name + ",file=" + file, "-device",
          "virtio-blk-pci,drive=" + name));
    }
    Path log = directory.resolve("console.log");
    var qemu = Architecture.ARM64.qemu().command(words).start(log);
    try {
      qemu.awaitEnd(LIMIT);
    } finally {
      qemu.kill();
    }
    Map<Integer, String> picks = new HashMap<>();
    Matcher matcher = PICK.matcher(Files.readString(log));
    while (matcher.find()) {
      picks.put(Integer.parseInt(matcher.group(1), 16), matcher.group(2));
    }
    return picks;
  }
}
