package dev.bascule.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.lab.Needs;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;

/** sgdisk and cgpt: whether a disk's two tables are sound, and what they say of the slots. */
public final class PartitionJudge {

  private static final Tool SGDISK = new Tool("sgdisk", "gdisk");
  private static final Tool CGPT = Tool.of("cgpt");

  private PartitionJudge() {}

  /** Skips or fails where the tools are absent. */
  public static void require() {
    Needs.tools(SGDISK, CGPT);
  }

  /** Both tools find nothing wrong, and cgpt reads the attributes that our codec reads. */
  public static void accepts(DiskImage disk) throws IOException {
    Outcome verdict = SGDISK.command("--verify", disk.file().toString()).run();
    assertThat(verdict.output()).contains("No problems found");
    for (Slot slot : Slot.values()) {
      GptEntry entry = disk.readEntry(slot);
      assertThat(readByCgpt(disk, entry.number())).as("slot %s as cgpt reads it", slot)
          .isEqualTo(entry.attributes());
    }
  }

  private static GptAttributes readByCgpt(DiskImage disk, int partition) throws IOException {
    return new GptAttributes(
        field(disk, partition, "-P"),
        field(disk, partition, "-T"),
        field(disk, partition, "-S") == 1,
        0);
  }

  private static int field(DiskImage disk, int partition, String option) throws IOException {
    Outcome outcome = CGPT
        .command("show", "-i", Integer.toString(partition), option, disk.file().toString())
        .run();
    assertThat(outcome.errors()).as("cgpt's complaints").isEmpty();
    return Integer.parseInt(outcome.output().strip());
  }
}
