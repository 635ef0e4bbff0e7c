package dev.bascule.lab.loader;

import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.machine.Firmware;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** A boot loader as a factory puts it on a disk of {@link dev.bascule.lab.disk.DiskPlan#forMachine}. */
public interface LoaderSetup {

  /** What the kernel calls the disk. */
  String DISK = "/dev/vda";
  /** Where our commands are told of U-Boot's environment, where it is on the disk itself. */
  String ENVIRONMENT = "/etc/fw_env.config";
  /** Android's partition for messages; on the laboratory's disks it is the one for loaders. */
  String MISC = "/dev/disk/by-partlabel/misc";

  /** What people call it in the laboratory: {@code grub-uefi}. */
  String name();

  /**
   * The firmware that starts it.
   *
   * @param directory the machine's own, for what the firmware keeps
   */
  Firmware firmware(Path directory);

  /** Whether the guests that it starts have our commands; else they work on the disk from outside. */
  default boolean runsCommands() {
    return firmware(Path.of("")).architecture().runsCommands();
  }

  /**
   * Writes what goes into the EFI system partition, with slot A confirmed and slot B empty.
   *
   * @param esp the partition's root, empty
   * @param disk what it will be on
   */
  void writeEsp(Path esp, TinySystem system, DiskImage disk) throws IOException;

  /** Writes what lies outside of file systems; nothing for most. */
  default void install(DiskImage disk) throws IOException {}

  /** What the factory has to do in the running system before the device leaves it; nothing for most. */
  default List<String> factoryCommands() {
    return List.of();
  }

  /** How often it starts a slot that was activated with a number of tries and fails each time. */
  default int tries(int asked) {
    return asked;
  }

  /** How often it starts a confirmed slot that does not come up any more, and then the other; empty if it stays with it. */
  default OptionalInt startsOfConfirmed() {
    return OptionalInt.empty();
  }

  /** Whether it gives all slots their tries anew when none is left; else it stays with the one that was confirmed. */
  default boolean beginsAnew() {
    return false;
  }

  /** What a start takes at least that finds no kernel: the scripts of docs/boot-loaders.md wait five seconds. */
  default Duration pause() {
    return Duration.ofSeconds(5);
  }

  /** The table {@code [boot]} of the device's configuration, without its title and without {@code reboot}. */
  String configuration();

  /** The options by which {@code bascule-bootctl} is told the same. */
  String bootctlOptions();
}
