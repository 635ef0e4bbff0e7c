package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.fault.Edit;
import dev.bascule.lab.fault.FaultyProgram;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.RecordedSystem;
import java.io.IOException;
import java.lang.classfile.Opcode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes that somebody could make where files of a boot loader's are written: {@link LoaderFiles} finds each. */
final class FileSystemFaultIT {

  private static final String ENTRIES = "dev.bascule.bootctl.systemdboot.EntryFiles";
  private static final String FOLDER = "dev.bascule.bootctl.durable.HostFolder";

  @TempDir
  Path directory;

  /** Tells what a cut leaves of the files that one loader reads. */
  @FunctionalInterface
  private interface Story {
    void tell(LoaderFiles files) throws IOException;
  }

  @SuppressWarnings("ImmutableEnumChecker") // an edit is never changed
  enum Mistake {
    /** GRUB's block is written and not flushed. */
    BLOCK_NOT_FLUSHED(files -> files.grubBlock("vfat"),
        new Edit(FOLDER, "sync", Edit.drop("FileChannel", "force"))),
    /** The text has its name, and where its content is has not been written. */
    NAME_NOT_FLUSHED(LoaderFiles::raspberryPi,
        new Edit(FOLDER, "rename", Edit.drop("HostFolder", "sync"))),
    /** The old text's clusters are free before its name leads to the new one. */
    OLD_TEXT_NOT_HELD(LoaderFiles::raspberryPi,
        new Edit(FOLDER, "rename", Edit.drop("HostFolder", "hold"))),
    /** An entry's old name goes before the new one leads to anything. */
    ENTRY_NOT_FLUSHED(files -> files.textEntries(Neighbours.before(0)),
        new Edit(ENTRIES, "syncName", Edit.dropFirst("EntryFiles", "sync"))),
    /** An entry's text gets its new name as an image does, by a rename. */
    ENTRY_ONLY_RENAMED(files -> files.textEntries(Neighbours.acrossSectors()),
        new Edit(ENTRIES, "rename", Edit.negate(Opcode.IF_ACMPNE)));

    private final Story story;
    private final Edit edit;

    Mistake(Story story, Edit edit) {
      this.story = story;
      this.edit = edit;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMistakeIsFound(Mistake mistake) throws IOException {
    Needs.tools(Machine.QEMU, Volumes.GRUB, Volumes.MKFS, Volumes.MCOPY,
        new Tool("busybox", "busybox-static"), new Tool("modprobe", "kmod"),
        new Tool("bootctl", "systemd-boot"), new Tool("unshare", "util-linux"));
    JavaProgram faulty = FaultyProgram.make(Checkout.find().bascule(),
        List.of(mistake.edit), directory.resolve("faulty"));
    Path guest = Files.createDirectory(directory.resolve("guest"));
    RecordedSystem system = RecordedSystem.build(faulty, CacheDirectory.in(System.getenv()), guest,
        System.err::println);
    LoaderFiles files = new LoaderFiles(
        new Recorder(system, Accelerator.choose(directory), guest), new Volumes(directory));

    assertThatThrownBy(() -> mistake.story.tell(files)).isInstanceOf(AssertionError.class);
  }
}
