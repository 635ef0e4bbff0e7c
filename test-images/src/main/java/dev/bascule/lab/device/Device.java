package dev.bascule.lab.device;

import dev.bascule.bootctl.gpt.PriorityRule;
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

/**
 * A device in a directory: its disk, the machine that starts it, and the files that outlive an update. Its updater is
 * the real command, run as a process with the directory for its root.
 */
public final class Device {

  private static final String CHECKS = "etc/bascule/check/required.d";

  private final Path root;
  private final GptMachine machine;
  private final JavaProgram program;

  private Device(Path root, GptMachine machine, JavaProgram program) {
    this.root = root;
    this.machine = machine;
    this.program = program;
  }

  /**
   * Puts a device together.
   *
   * @param directory is made; the device's files go there, but not its disk
   * @param disk what it boots from: an image file, or the device node of a whole disk
   * @param maker whose images it trusts
   * @param repository where it looks for updates, a URL
   */
  public static Device assemble(
      Path directory,
      Path disk,
      Workshop maker,
      String repository,
      JavaProgram bascule)
      throws IOException {
    Path root = Files.createDirectories(directory.toAbsolutePath());
    Path proc = root.resolve("proc");
    Files.createDirectories(root.resolve(CHECKS));
    Path trust = Files.createDirectories(root.resolve("usr/share/bascule"));
    Files.copy(maker.trustedRoot(), trust.resolve("root.json"));
    Files.writeString(
        root.resolve("etc/bascule/bascule.toml"),
        configuration(disk.toAbsolutePath(), repository, proc),
        StandardCharsets.UTF_8);
    return new Device(
        root,
        new GptMachine(new DiskImage(disk), PriorityRule.GPTPRIO, proc),
        bascule);
  }

  /** Switches the device on: the loader picks, and what ends with a boot is gone. */
  public Startup powerOn() throws IOException {
    new FileTree(root.resolve("run")).delete();
    return machine.powerOn();
  }

  /** Takes away all that it has recorded, as on the day it was made; the disk stays as it is. */
  public void forget() throws IOException {
    new FileTree(root.resolve("var")).delete();
  }

  /** The device's own command with some arguments. */
  public Command bascule(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--root", root.toString()));
    return program.command(words.toArray(String[]::new));
  }

  /** The disk that it boots from. */
  public DiskImage disk() {
    return machine.disk();
  }

  /** The directory that is its root. */
  public Path root() {
    return root;
  }

  /** Gives the device a health check that must pass, a shell script. */
  public void addCheck(String name, String script) throws IOException {
    Path check = root.resolve(CHECKS).resolve(name);
    Files.writeString(check, "#!/bin/sh\n" + script + "\n", StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(check, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String configuration(Path disk, String repository, Path proc) {
    return """
      [device]
      model = "%s"

      [boot]
      loader = "gpt"
      disk = "%s"
      reboot = ["true"]

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
      """.formatted(Workshop.MODEL, disk, repository, proc);
  }
}
