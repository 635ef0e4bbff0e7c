package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.bootctl.gpt.GptLoader;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.disk.DiskImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A machine whose boot loader chooses by the GPT's attribute bits, up to the moment when the kernel
 * would run: then its evidence is in the directory that stands for {@code /proc}.
 *
 * @param disk what it boots from
 * @param rule how its loader chooses and counts
 * @param proc the directory that stands for {@code /proc}
 */
public record GptMachine(DiskImage disk, PriorityRule rule, Path proc) {

  /**
   * Switches the machine on. The loader reads the table, picks, and writes the tries that are left.
   *
   * <p>Power cut: the table is the old or the new one; the evidence is of no boot.
   */
  public Startup powerOn() throws IOException {
    return powerOn(disk -> disk);
  }

  /** Switches the machine on, its disk seen by the loader through something that watches it. */
  public Startup powerOn(UnaryOperator<Volume> watch) throws IOException {
    ProcDirectory evidence = new ProcDirectory(proc);
    evidence.clear();
    GptEntry a = disk.readEntry(Slot.A);
    GptEntry b = disk.readEntry(Slot.B);
    GptLoader loader = new GptLoader(rule, List.of(a.number(), b.number()));
    GptLoader.Boot boot;
    try (Volume whole = watch.apply(FileVolume.open(disk.file(), Access.WRITE))) {
      boot = loader.boot(whole);
    }
    if (boot.partition().isEmpty()) {
      return new Startup.NothingBootable();
    }
    Slot slot = boot.partition().getAsInt() == a.number() ? Slot.A : Slot.B;
    UUID bootId = UUID.randomUUID();
    String commandLine = commandLine(slot, slot == Slot.A ? a : b);
    evidence.write(commandLine, bootId);
    return new Startup.Booted(slot, bootId, commandLine);
  }

  private static String commandLine(Slot slot, GptEntry root) {
    return "root=PARTUUID=%s ro panic=-1 bascule.slot=%s".formatted(root.unique().value(), slot);
  }
}
