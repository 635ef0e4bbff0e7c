package dev.bascule.lab.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.bootctl.gpt.GptLoader;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.loader.GptTrials.Verdict;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model of the GPT-priority loader that everything else is judged by, held against a real one: U-Boot with the
 * documented script, on some hundred tables. Both must choose the same slot and leave the same bytes.
 */
final class GptRuleIT {

  private static final int SLOT_A = 4;
  private static final int SLOT_B = 5;
  private static final int SECTOR = 512;
  private static final long SEED = 20;
  private static final int ANY = 100;
  private static final GptLoader MODEL =
      new GptLoader(PriorityRule.GPTPRIO, List.of(SLOT_A, SLOT_B));

  @TempDir
  Path directory;
  private GptTrials trials;
  private DiskImage disk;

  @BeforeEach
  void makeDisk() throws IOException {
    Needs.tools(new Tool("qemu-system-aarch64", "qemu-system-arm"),
        new Tool("mkimage", "u-boot-tools"), new Tool("mcopy", "mtools"),
        new Tool("mkfs.fat", "dosfstools"));
    Needs.file("/usr/lib/u-boot/qemu_arm64/u-boot.bin", "u-boot-qemu");
    trials = new GptTrials(Checkout.find(), directory);
    disk = trials.blank();
  }

  @Test
  void modelAndUbootChooseTheSameSlotAndLeaveTheSameTables() throws IOException {
    List<byte[]> before = new ArrayList<>();
    for (GptAttributes a : edges()) {
      for (GptAttributes b : edges()) {
        before.add(tables(a, b));
      }
    }
    Random random = new Random(SEED);
    for (int i = 0; i < ANY; i++) {
      before.add(tables(any(random), any(random)));
    }
    before.addAll(damaged(random));

    List<Verdict> found = trials.run(disk, before);

    for (int i = 0; i < before.size(); i++) {
      Verdict expected = expected(before.get(i));
      assertThat(found.get(i).slot()).as("slot of trial %d", i).isEqualTo(expected.slot());
      assertThat(found.get(i).tables().array()).as("tables of trial %d", i)
          .isEqualTo(expected.tables().array());
    }
  }

  /** Each combination of the values at which something changes. */
  private static List<GptAttributes> edges() {
    List<GptAttributes> edges = new ArrayList<>();
    for (int priority : new int[]{0, 1, 2, 15}) {
      for (int tries : new int[]{0, 1, 15}) {
        edges.add(new GptAttributes(priority, tries, false, 0));
        edges.add(new GptAttributes(priority, tries, true, 0));
      }
    }
    return edges;
  }

  /** Bits that belong to others are set too: the legacy BIOS flag, the type's own. */
  private static GptAttributes any(Random random) {
    return new GptAttributes(random.nextInt(16), random.nextInt(16), random.nextBoolean(),
        random.nextBoolean() ? 0 : 1L << 2 | 1L << 57);
  }

  /** One copy or both torn, in header or entries, and copies that say different things. */
  private List<byte[]> damaged(Random random) throws IOException {
    List<byte[]> damaged = new ArrayList<>();
    for (int i = 0; i < ANY; i++) {
      byte[] tables = tables(any(random), any(random));
      byte[] other = tables(any(random), any(random));
      switch (i % 4) {
        case 0 -> tables[random.nextInt(92)] ^= 1;
        case 1 -> tables[GptTrials.TABLE_BYTES + random.nextInt(GptTrials.TABLE_BYTES - SECTOR)] ^=
            0x10;
        case 2 -> System.arraycopy(other, GptTrials.TABLE_BYTES, tables, GptTrials.TABLE_BYTES,
            GptTrials.TABLE_BYTES);
        default -> {
          tables[random.nextInt(92)] ^= 1;
          tables[2 * GptTrials.TABLE_BYTES - SECTOR + random.nextInt(92)] ^= 1;
        }
      }
      damaged.add(tables);
    }
    return damaged;
  }

  /** What the model does with the same disk. */
  private Verdict expected(byte[] before) throws IOException {
    put(before);
    try (FileVolume volume = FileVolume.open(disk.file(), Access.WRITE)) {
      var partition = MODEL.boot(volume).partition();
      String slot = partition.isEmpty() ? "" : partition.getAsInt() == SLOT_A ? "A" : "B";
      return new Verdict(slot, ByteBuffer.wrap(get()));
    } catch (BootException e) {
      return new Verdict("", ByteBuffer.wrap(before));
    }
  }

  private byte[] tables(GptAttributes a, GptAttributes b) throws IOException {
    try (FileVolume volume = FileVolume.open(disk.file(), Access.WRITE)) {
      Gpt gpt = Gpt.read(volume);
      gpt.write(volume, gpt.table().withAttributes(SLOT_A, a).withAttributes(SLOT_B, b));
    }
    return get();
  }

  /** The primary, then the backup with its entries before its header, as they are on the disk. */
  private byte[] get() throws IOException {
    byte[] tables = new byte[2 * GptTrials.TABLE_BYTES];
    try (RandomAccessFile file = new RandomAccessFile(disk.file().toFile(), "r")) {
      file.seek(SECTOR);
      file.readFully(tables, 0, GptTrials.TABLE_BYTES);
      file.seek(Files.size(disk.file()) - GptTrials.TABLE_BYTES);
      file.readFully(tables, GptTrials.TABLE_BYTES, GptTrials.TABLE_BYTES);
    }
    return tables;
  }

  private void put(byte[] tables) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(disk.file().toFile(), "rw")) {
      file.seek(SECTOR);
      file.write(tables, 0, GptTrials.TABLE_BYTES);
      file.seek(Files.size(disk.file()) - GptTrials.TABLE_BYTES);
      file.write(tables, GptTrials.TABLE_BYTES, GptTrials.TABLE_BYTES);
    }
  }
}
