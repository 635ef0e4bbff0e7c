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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
  @MethodSource("neighbours")
  void systemdBootFindsAWholeEntryOfTheSlotThatIsChanged(Neighbours neighbours)
      throws IOException {
    files.textEntries(neighbours);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void systemdBootFindsAWholeEntryOfTheSlotThatIsConfirmedOrMarkedBad(int before)
      throws IOException {
    files.textEntriesOfTheRunningSlot(Neighbours.before(before));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void anImageIsWholeUnderTheOldNameOrTheNewOneOrOnlyItsOwnNameIsLost(Neighbours neighbours)
      throws IOException {
    files.images(neighbours);
  }

  private static Stream<Neighbours> neighbours() {
    return Stream.of(Neighbours.before(0), Neighbours.before(3), Neighbours.before(5),
        Neighbours.acrossSectors());
  }
}
