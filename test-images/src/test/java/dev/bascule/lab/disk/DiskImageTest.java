package dev.bascule.lab.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskImageTest {

  private static final Tool SGDISK = new Tool("sgdisk", "gdisk");
  private static final Tool CGPT = Tool.of("cgpt");

  @TempDir
  Path directory;
  private Path factory;

  @BeforeEach
  void makeFactoryContent() throws IOException {
    byte[] content = new byte[3_000_320];
    new Random(7).nextBytes(content);
    factory = Files.write(directory.resolve("factory"), content);
  }

  @Test
  void slotAHoldsTheFactoryContentAndIsConfirmed() throws IOException {
    DiskImage disk = create(512);

    assertThat(disk.firstDifference(Slot.A, factory)).isEqualTo(-1);
    assertThat(disk.readAttributes(Slot.A)).isEqualTo(new GptAttributes(1, 0, true, 0));
    assertThat(disk.readAttributes(Slot.B)).isEqualTo(GptAttributes.NONE);
  }

  @Test
  void emptySlotDiffersFromTheFirstByteOn() throws IOException {
    assertThat(create(512).firstDifference(Slot.B, factory)).isZero();
  }

  @Test
  void partitionToolsAcceptTheDisk() throws IOException {
    Needs.tools(SGDISK, CGPT);

    DiskImage disk = create(512);

    assertThat(SGDISK.command("--verify", disk.file().toString()).run().output())
        .contains("No problems found");
    assertThat(cgpt(disk, "-P", "3")).isEqualTo("1");
    assertThat(cgpt(disk, "-S", "3")).isEqualTo("1");
    assertThat(cgpt(disk, "-P", "4")).isEqualTo("0");
    assertThat(cgpt(disk, "-l", "4")).isEqualTo("ROOT-B");
  }

  @Test
  void largeSectorsWorkTheSame() throws IOException {
    DiskImage disk = create(4096);

    assertThat(disk.readTable().sectorSize()).isEqualTo(4096);
    assertThat(disk.firstDifference(Slot.A, factory)).isEqualTo(-1);
  }

  private DiskImage create(int sectors) throws IOException {
    DiskPlan plan = DiskPlan.forVolume(Files.size(factory)).withSectors(sectors);
    return DiskImage.create(directory.resolve("disk"), plan, factory);
  }

  private static String cgpt(DiskImage disk, String field, String partition) throws IOException {
    return CGPT.command("show", "-i", partition, field, disk.file().toString())
        .run()
        .output()
        .strip();
  }
}
