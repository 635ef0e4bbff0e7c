package dev.bascule.bootctl.loader;

import java.nio.file.Path;

/** A device's boot loader and where it keeps its choice, as the configuration says it. */
public sealed interface LoaderConfig {

  /** The loader's name in the configuration. */
  String name();

  /**
   * Attribute bits in the GUID partition table.
   *
   * @param disk the whole disk: its device or an image file
   * @param partitionA the partition whose attributes stand for slot A, as in fstab: PARTLABEL=ROOT-A
   * @param partitionB the same for slot B
   */
  record Gpt(Path disk, String partitionA, String partitionB) implements LoaderConfig {
    @Override
    public String name() {
      return "gpt";
    }
  }

  /**
   * Android's A/B control block.
   *
   * @param misc the {@code misc} partition: {@code /dev/disk/by-partlabel/misc}
   * @param rootA slot A's root, as in fstab, by which the running slot is told
   * @param rootB the same for slot B
   */
  record Android(Path misc, String rootA, String rootB) implements LoaderConfig {
    @Override
    public String name() {
      return "android";
    }
  }

  /**
   * The boot manager of UEFI firmware.
   *
   * @param entryA the description of slot A's {@code Boot####} entry
   * @param entryB the same for slot B
   */
  record Efi(String entryA, String entryB, String rootA, String rootB) implements LoaderConfig {
    @Override
    public String name() {
      return "efi";
    }
  }

  /**
   * systemd-boot with boot counting.
   *
   * @param esp where the EFI system partition is mounted
   * @param boot where the entries are: an extended boot loader partition, or the same
   * @param entryA the name of slot A's entry without a counter: {@code slot-a.conf}, {@code slot-a.efi}
   * @param entryB the same for slot B
   */
  record SystemdBoot(Path esp, Path boot, String entryA, String entryB, String rootA, String rootB)
      implements
        LoaderConfig {
    @Override
    public String name() {
      return "systemd-boot";
    }
  }

  /**
   * The Raspberry Pi's firmware.
   *
   * @param autoboot {@code autoboot.txt} in the mounted first partition
   * @param partitionA the number of the FAT partition that slot A is booted from
   * @param partitionB the same for slot B
   */
  record RaspberryPi(Path autoboot, int partitionA, int partitionB, String rootA, String rootB)
      implements
        LoaderConfig {
    @Override
    public String name() {
      return "raspberrypi";
    }
  }

  /**
   * barebox's bootchooser.
   *
   * @param state the name of the state in the device tree: {@code state}
   * @param bootnameA the name of slot A's boot target: {@code system0}
   * @param bootnameB the same for slot B
   */
  record Barebox(String state, String bootnameA, String bootnameB, String rootA, String rootB)
      implements
        LoaderConfig {
    @Override
    public String name() {
      return "barebox";
    }
  }
}
