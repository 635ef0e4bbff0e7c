package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.disk.DiskImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A machine whose boot loader is U-Boot with the documented script and two copies of its environment on the disk, up to
 * the moment when the kernel would run.
 *
 * @param disk what it boots from
 * @param copies where its environment is
 * @param proc the directory that stands for {@code /proc}
 */
public record UbootMachine(DiskImage disk, UbootCopies copies, Path proc) {

  /** The script gives boots back and resets when no slot has one; more starts than that mean that none boots. */
  public static final int STARTS = 2;

  /** Switches the machine on, its disk seen by U-Boot through something that watches it. U-Boot flushes nothing. */
  public Startup powerOn(UnaryOperator<Volume> watch) throws IOException {
    ProcDirectory evidence = new ProcDirectory(proc);
    evidence.clear();
    try (Volume whole = watch.apply(FileVolume.open(disk.file(), Access.WRITE))) {
      for (int i = 0; i < STARTS; i++) {
        UbootScript.Start start = UbootScript.start(copies.read(whole, 1), copies.read(whole, 2));
        copies.write(whole, start.copy(), start.bytes());
        if (start.slot().isPresent()) {
          return boot(start.slot().get(), evidence);
        }
      }
    }
    return new Startup.NothingBootable();
  }

  private Startup boot(Slot slot, ProcDirectory evidence) throws IOException {
    UUID bootId = UUID.randomUUID();
    String commandLine = "root=PARTUUID=%s rauc.slot=%s ro panic=30"
        .formatted(disk.readEntry(slot).unique().value(), slot);
    evidence.write(commandLine, bootId);
    return new Startup.Booted(slot, bootId, commandLine);
  }
}
