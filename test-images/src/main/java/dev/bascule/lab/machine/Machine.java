package dev.bascule.lab.machine;

import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine that is off: firmware, a disk, one serial port for people and one for commands, and a network that reaches
 * the host's loopback at 10.0.2.2 and nothing else that listens.
 *
 * @param directory for the logs: {@code console.log} and {@code qemu.log} go on from life to life
 * @param disk the file of the whole disk
 * @param memory in MiB
 */
public record Machine(Path directory, Firmware firmware, Path disk, int memory,
    Accelerator accelerator) {

  /** QEMU for 64-bit PCs. */
  public static final Tool QEMU = Architecture.AMD64.qemu();
  /** Nothing here takes longer; a machine that was forgotten does not stay. */
  private static final Duration LIFE = Duration.ofMinutes(40);
  private static final Duration START = Duration.ofSeconds(20);

  /** Enough for the kernel, a Java runtime and what it keeps in memory of the disk. */
  public static final int MEMORY = 768;

  /** Switches it on. */
  public PoweredMachine powerOn() throws IOException {
    return powerOn(
        List.of("-drive", "if=none,id=disk,format=raw,cache=writeback,file=" + disk));
  }

  /**
   * Switches it on, and has QEMU record what reaches the disk, from firmware and loader too, as {@code blklogwrites} does.
   *
   * @param log a file with room for all that is written
   */
  public PoweredMachine powerOnRecorded(Path log) throws IOException {
    return powerOn(List.of("-blockdev", "driver=file,node-name=medium,filename=" + disk,
        "-blockdev", "driver=file,node-name=log,filename=" + log,
        "-blockdev", "driver=blklogwrites,node-name=disk,file=medium,log=log,"
            + "log-sector-size=512,log-super-update-interval=1"));
  }

  private PoweredMachine powerOn(List<String> drive) throws IOException {
    Files.createDirectories(directory);
    // Names of sockets are limited to some hundred characters, so they get a place of their own.
    Path sockets = Files.createTempDirectory("vm");
    Path control = sockets.resolve("qmp");
    Path shell = sockets.resolve("shell");
    Path log = directory.resolve("console.log");
    Console console = Console.from(log);
    Architecture architecture = firmware.architecture();
    List<String> words = new ArrayList<>(architecture.processor(accelerator));
    words.addAll(List.of("-M", firmware.board(), "-m", Integer.toString(memory)));
    words.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none"));
    words.addAll(firmware.prepare());
    words.addAll(List.of("-chardev", "file,id=console,append=on,path=" + log));
    words.addAll(List.of("-serial", "chardev:console"));
    words.addAll(List.of("-chardev", "socket,id=shell,server=on,wait=off,path=" + shell));
    words.addAll(architecture.shellPort());
    words.addAll(List.of("-qmp", "unix:" + control + ",server=on,wait=off"));
    words.addAll(drive);
    words.addAll(List.of("-device", "virtio-blk-pci,drive=disk"));
    if (firmware.card()) {
      words.addAll(List.of("-blockdev",
          "driver=file,node-name=card,locking=off,filename=" + disk, "-device", "sdhci-pci",
          "-device", "sd-card,drive=card"));
    }
    words.addAll(List.of("-netdev", "user,id=net", "-device",
        "virtio-net-pci,netdev=net,romfile="));
    Background qemu = architecture.qemu()
        .command(words)
        .under(new Tool("timeout", "coreutils")
            .command("--kill-after=5", Long.toString(LIFE.toSeconds())))
        .start(directory.resolve("qemu.log"));
    try {
      qemu.awaitUntil(() -> Files.exists(control) && Files.exists(shell), START);
      return new PoweredMachine(qemu, Qmp.connect(control), new GuestShell(
          LineSocket.connect(shell)), console, sockets);
    } catch (IOException e) {
      qemu.kill();
      throw e;
    }
  }
}
