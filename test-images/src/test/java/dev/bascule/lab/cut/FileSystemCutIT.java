package dev.bascule.lab.cut;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.RecordedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cut leaves of the files that boot loaders read; {@link FileSystemFaultIT} shows that mistakes are found so. */
final class FileSystemCutIT {

  @TempDir
  static Path directory;
  private static LoaderFiles files;

  @BeforeAll
  static void buildTheGuest() throws IOException {
    Needs.tools(Machine.QEMU, Volumes.GRUB, Volumes.MKFS, Volumes.MCOPY,
        new Tool("busybox", "busybox-static"), new Tool("modprobe", "kmod"),
        new Tool("bootctl", "systemd-boot"), new Tool("unshare", "util-linux"));
    Path guest = Files.createDirectory(directory.resolve("guest"));
    RecordedSystem system =
        RecordedSystem.build(Checkout.find().bascule(), CacheDirectory.in(System.getenv()), guest,
            System.err::println);
    files = new LoaderFiles(new Recorder(system, Accelerator.choose(directory), guest),
        new Volumes(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfat", "ext4"})
  void grubReadsTheOldBlockOrTheNewOne(String type) throws IOException {
    files.grubBlock(type);
  }

  @Test
  void grubReadsOneOfTwoBlocksWhenTheyAreLongerThanASector() throws IOException {
    files.grubBlocks();
  }

  @Test
  void theRaspberryPiReadsTheOldTextOrTheNewOne() throws IOException {
    files.raspberryPi();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void systemdBootFindsAWholeEntryOfTheSlotThatIsChanged(int before) throws IOException {
    files.textEntries(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void systemdBootFindsAWholeEntryOfTheSlotThatIsConfirmedOrMarkedBad(int before)
      throws IOException {
    files.textEntriesOfTheRunningSlot(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void anImageIsWholeUnderTheOldNameOrTheNewOneOrOnlyItsOwnNameIsLost(int before)
      throws IOException {
    files.images(before);
  }
}
