package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.disk.DiskImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A machine whose boot loader is GRUB with the documented script and two environment blocks in files, up to the moment
 * when the kernel would run.
 *
 * @param disk what it boots from
 * @param first the first block, second the other one
 * @param proc the directory that stands for {@code /proc}
 */
public record GrubMachine(DiskImage disk, Path first, Path second, Path proc) {

  /** The script takes the marks back and starts anew when no slot is left; more starts than that mean that none boots. */
  private static final int STARTS = 2;

  /** What a start came to, and what GRUB wrote, in its order and without a flush: firmware has none. */
  public record Started(Startup startup, List<GrubScript.Start.Write> writes) {}

  /** Switches the machine on. */
  public Started powerOn() throws IOException {
    ProcDirectory evidence = new ProcDirectory(proc);
    evidence.clear();
    List<GrubScript.Start.Write> writes = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      GrubScript.Start start =
          GrubScript.start(Files.readAllBytes(first), Files.readAllBytes(second));
      for (var write : start.writes()) {
        try (RandomAccessFile file =
            new RandomAccessFile((write.first() ? first : second).toFile(), "rw")) {
          file.write(write.block());
        }
        writes.add(write);
      }
      if (start.slot().isPresent()) {
        return new Started(boot(start.slot().get(), evidence), writes);
      }
    }
    return new Started(new Startup.NothingBootable(), writes);
  }

  private Startup boot(Slot slot, ProcDirectory evidence) throws IOException {
    UUID bootId = UUID.randomUUID();
    String commandLine = "root=PARTUUID=%s ro panic=-1 rauc.slot=%s"
        .formatted(disk.readEntry(slot).unique().value(), slot);
    evidence.write(commandLine, bootId);
    return new Startup.Booted(slot, bootId, commandLine);
  }
}
