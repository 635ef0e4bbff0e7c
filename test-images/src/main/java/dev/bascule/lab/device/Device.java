package dev.bascule.lab.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.boot.GptMachine;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A device in a directory: its disk, the machine that starts it, and the files that outlive an update. Its updater is
 * the real command, run as a process. What a kernel would give is in two directories: {@code root} stands for
 * {@code /} and {@code proc} for {@code /proc}.
 */
public final class Device {

  private static final String CHECKS = "etc/bascule/check/required.d";
  private static final String DROP_INS = "etc/bascule/conf.d";
  private static final String FACTORY_RECORD = "var/lib/bascule/slots/A.image.json";

  private final Path directory;
  private final GptMachine machine;
  private final JavaProgram program;

  private Device(Path directory, GptMachine machine, JavaProgram program) {
    this.directory = directory;
    this.machine = machine;
    this.program = program;
  }

  /**
   * Puts a device together. It trusts nobody and knows nothing of what its slot holds until it is told.
   *
   * @param directory is made; the device's files go there, but not its disk
   * @param disk what it boots from: an image file, or the device node of a whole disk
   * @param repository where it looks for updates, a URL
   */
  public static Device assemble(
      Path directory,
      Path disk,
      String model,
      String repository,
      JavaProgram bascule)
      throws IOException {
    Path place = Files.createDirectories(directory).toAbsolutePath();
    DiskImage image = new DiskImage(disk.toAbsolutePath());
    Device device = new Device(
        place,
        new GptMachine(image, PriorityRule.GPTPRIO, place.resolve("proc")),
        bascule);
    device.write("etc/bascule/bascule.toml", device.configuration(model, repository));
    return device;
  }

  /** Switches the device on, and off before if it ran: the loader picks, and what ends with a boot is gone. */
  public Startup powerOn() throws IOException {
    return powerOn(seen -> seen);
  }

  /**
   * Switches it on.
   *
   * @return the slot that runs
   * @throws IOException if nothing boots
   */
  public Slot boot() throws IOException {
    return switch (powerOn()) {
      case Startup.Booted booted -> booted.slot();
      case Startup.NothingBootable _ ->
        throw new IOException(disk().file() + ": the device does not boot");
    };
  }

  /** Switches the device on, its disk seen by the loader through something that watches it. */
  public Startup powerOn(UnaryOperator<Volume> watch) throws IOException {
    powerOff();
    return machine.powerOn(watch);
  }

  /** Switches it off: what ends with a boot is gone. */
  public void powerOff() throws IOException {
    new FileTree(root().resolve("run")).delete();
    Files.deleteIfExists(restartFlag());
  }

  /** The directory that stands for {@code /proc}. */
  public Path proc() {
    return machine.proc();
  }

  /** Whether the updater has asked for a restart since the last one. */
  public boolean restartRequested() {
    return Files.exists(restartFlag());
  }

  /** The device's own command with some arguments. */
  public Command bascule(String... arguments) {
    return program.command(withRoot(arguments));
  }

  /** The same, as the run that trains the program. */
  Command training(String... arguments) {
    return program.training(withRoot(arguments));
  }

  private String[] withRoot(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--root", root().toString()));
    return words.toArray(String[]::new);
  }

  /** Gives the device the root metadata that it trusts. */
  public void trust(Path rootMetadata) throws IOException {
    write("usr/share/bascule/root.json", Files.readString(rootMetadata));
  }

  /** Tells the device what the factory put into slot A. */
  public void recordFactoryImage(Path manifest) throws IOException {
    write(FACTORY_RECORD, Files.readString(manifest));
  }

  /** Tells the device where to look for updates, in place of where it was told before. */
  public void lookAt(String url) throws IOException {
    configure("source", "[source]\nurl = \"" + url + "\"\n");
  }

  /** Adds to the device's configuration. */
  public void configure(String name, String toml) throws IOException {
    write(DROP_INS + "/" + name + ".toml", toml);
  }

  /** Gives the device a health check that must pass, a shell script. */
  public void addCheck(String name, String script) throws IOException {
    Path check = write(CHECKS + "/" + name, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(check, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Takes away all that it has recorded, the factory's record too; the disk stays as it is. */
  public void forget() throws IOException {
    new FileTree(root().resolve("var")).delete();
  }

  /** The disk that it boots from. */
  public DiskImage disk() {
    return machine.disk();
  }

  /** The directory that stands for {@code /}. */
  public Path root() {
    return directory.resolve("root");
  }

  private Path restartFlag() {
    return directory.resolve("restart-requested");
  }

  private Path write(String name, String content) throws IOException {
    Path file = root().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content, StandardCharsets.UTF_8);
  }

  private String configuration(String model, String repository) {
    return """
      [device]
      model = "%s"

      [boot]
      loader = "gpt"
      disk = "%s"
      reboot = ["touch", "%s"]

      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"

      [source]
      url = "%s"

      [health]
      deadline = "0s"

      [host]
      proc = "%s"
      """.formatted(model, disk().file(), restartFlag(), repository, machine.proc());
  }
}
