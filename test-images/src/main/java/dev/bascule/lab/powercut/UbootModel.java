package dev.bascule.lab.powercut;

import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.boot.UbootCopies;
import dev.bascule.lab.boot.UbootEnvironment;
import dev.bascule.lab.boot.UbootMachine;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.WatchedVolume;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** U-Boot with the documented script and two copies of its environment on the raw medium, before the first partition. */
record UbootModel() implements LoaderModel {

  /** Where the environment is. */
  static final UbootCopies COPIES = new UbootCopies(List.of(0x40000, 0x50000), 0x2000);

  /** Other variables than ours, so that a change of one before them moves the content of several sectors. */
  private static final Map<String, String> FACTORY = Map.of(
      "BOOT_ORDER", "A", "BOOT_A_LEFT", "3", "BOOT_B_LEFT", "0",
      "boardinfo", "serial=0123456789 revision=4 ".repeat(20),
      "bootcmd", "load mmc 0:2 ${scriptaddr} boot.scr; source ${scriptaddr}; ".repeat(10),
      "fdtfile", "board.dtb");

  @Override
  public String label() {
    return "uboot";
  }

  /** Where the environment is, as fw_printenv is told. */
  static Path config(Device device) {
    return device.root().resolve("etc/fw_env.config");
  }

  /** A line for fw_printenv for each copy on a disk. */
  static String config(Path disk) {
    return COPIES.at()
        .stream()
        .map(at -> "%s 0x%x 0x%x%n".formatted(disk, at, COPIES.size()))
        .collect(Collectors.joining());
  }

  @Override
  public void configure(Device device) throws IOException {
    Files.writeString(config(device), config(device.disk().file()), StandardCharsets.UTF_8);
    device.configure("uboot", """
      [boot]
      loader = "uboot"
      environment = "/etc/fw_env.config"
      """);
  }

  /** Saved twice at U-Boot's prompt. */
  @Override
  public void install(Device device) throws IOException {
    try (Volume disk = FileVolume.open(device.disk().file(), Access.WRITE)) {
      for (int copy = 1; copy <= COPIES.at().size(); copy++) {
        COPIES.write(disk, copy, UbootEnvironment.copy(FACTORY, copy, COPIES.size()));
      }
    }
  }

  @Override
  public Startup start(Device device, Tracer tracer, List<Act> acts) throws IOException {
    device.powerOff();
    return new UbootMachine(device.disk(), COPIES, device.proc())
        .powerOn(disk -> new WatchedVolume(disk, acts));
  }

  @Override
  public boolean triesOnce(Chapter chapter) {
    return false;
  }

  @Override
  public Judge judge(List<SignedContent> images) {
    return new UbootJudge(images);
  }
}
