package dev.bascule.lab.cut;

import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.system.RecordedSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs commands on a file system in a guest, while QEMU records what reaches the disk below it.
 *
 * @param directory for the disks and logs, its own
 */
public record Recorder(RecordedSystem system, Accelerator accelerator, Path directory) {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int BLOCK = 4096;
  private static final long LOG = 256L << 20;

  /**
   * Records.
   *
   * @param volume the file system, not changed; its length is a multiple of 4096
   * @param type as mount(8) calls it
   * @param parameters more for the kernel's command line, which our commands read
   * @param commands a line of shell each; the file system is at {@code /mnt}
   * @throws IOException if a command fails
   */
  public Recording record(Path volume, String type, String parameters, List<String> commands)
      throws IOException {
    long size = Files.size(volume);
    if (size % BLOCK != 0) {
      throw new IllegalArgumentException(volume + " has " + size + " bytes");
    }
    Path disk = Files.copy(volume, directory.resolve("disk"), StandardCopyOption.REPLACE_EXISTING);
    lengthen(disk, size + BLOCK);
    Path log = directory.resolve("log");
    Files.deleteIfExists(log);
    lengthen(log, LOG);
    Path script = directory.resolve("commands");
    Files.writeString(script, type + " " + size / BLOCK + "\n"
        + commands.stream().collect(Collectors.joining("\n", "", "\n")), StandardCharsets.UTF_8);
    lengthen(script, BLOCK);
    String said = run(disk, log, script, parameters);
    long done = said.lines().filter(line -> line.strip().equals("RECORD code 0")).count();
    if (done != commands.size() || !said.contains("RECORD done")) {
      throw new IOException("expected " + commands.size() + " commands to succeed, found " + done
          + "\n" + said);
    }
    return new Recording(ByteBuffer.wrap(Files.readAllBytes(volume)),
        WriteLog.parse(ByteBuffer.wrap(Files.readAllBytes(log)), size));
  }

  private String run(Path disk, Path log, Path script, String parameters) throws IOException {
    List<String> words = new ArrayList<>(accelerator.arguments());
    words.addAll(List.of("-m", "768", "-nodefaults", "-no-user-config", "-display", "none",
        "-no-reboot", "-serial", "stdio"));
    words.addAll(List.of("-kernel", system.kernel().toString(), "-initrd",
        system.initramfs().toString(), "-append",
        "console=ttyS0 quiet panic=-1 no_timer_check " + parameters));
    words.addAll(List.of("-blockdev", "driver=file,node-name=disk,filename=" + disk));
    words.addAll(List.of("-blockdev", "driver=file,node-name=log,filename=" + log));
    words.addAll(List.of("-blockdev", "driver=blklogwrites,node-name=recorded,file=disk,log=log,"
        + "log-sector-size=512,log-super-update-interval=1"));
    words.addAll(List.of("-device", "virtio-blk-pci,drive=recorded,write-cache=on"));
    words.addAll(List.of("-blockdev",
        "driver=file,node-name=script,read-only=on,filename=" + script));
    words.addAll(List.of("-device", "virtio-blk-pci,drive=script"));
    return Machine.QEMU.command(words).within(LIMIT).run().output();
  }

  private static void lengthen(Path file, long length) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(length);
    }
  }
}
