package dev.bascule.bootctl.loader;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.android.ControlBlockStore;
import dev.bascule.bootctl.barebox.BootstateStore;
import dev.bascule.bootctl.efi.EfiStore;
import dev.bascule.bootctl.gpt.GptBootControl;
import dev.bascule.bootctl.raspberrypi.AutobootStore;
import dev.bascule.bootctl.selector.SelectorDialect;
import dev.bascule.bootctl.systemdboot.EntryStore;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A device's boot loader and where it keeps its choice, as the configuration says it. Each makes its own control: a switch
 * over all of them would cost every short command the time to link it.
 */
public sealed interface LoaderConfig {

  /** The loader's name in the configuration. */
  String name();

  /**
   * The boot control of this loader. Nothing is opened before it is used.
   *
   * @throws IllegalArgumentException if two values that must differ are the same
   */
  BootControl control(Host host) throws BootException;

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
      return LoaderName.GPT.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return new GptBootControl(disk, VolumeSpec.parse(partitionA), VolumeSpec.parse(partitionB),
          host);
    }
  }

  /**
   * GRUB's environment block with RAUC's variables.
   *
   * @param environment the block's file, or a partition that begins with it
   * @param second a second copy, for a script that looks for {@code ENV_VALID=1}
   * @param bootnameA what the script calls slot A, {@code A} in the usual one
   * @param bootnameB the same for slot B
   * @param rootA slot A's root, as in fstab, by which the running slot is told
   * @param rootB the same for slot B
   */
  record Grub(Path environment, Optional<Path> second, String bootnameA, String bootnameB,
      String rootA, String rootB) implements LoaderConfig {
    @Override
    public String name() {
      return LoaderName.GRUB.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return dev.bascule.bootctl.grub.Grub.rauc(environment, second,
          Bootnames.parse(bootnameA, bootnameB), VolumeSpec.parse(rootA), VolumeSpec.parse(rootB),
          host);
    }
  }

  /**
   * GRUB with Mender's double environment.
   *
   * @param directory what holds {@code mender_grubenv1} and {@code mender_grubenv2}
   * @param partA the number of slot A's partition in Mender's variables
   * @param partB the same for slot B
   */
  record GrubMender(Path directory, int partA, int partB, String rootA, String rootB)
      implements
        LoaderConfig {
    @Override
    public String name() {
      return LoaderName.GRUB_MENDER.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return dev.bascule.bootctl.grub.Grub.mender(directory, partA, partB, VolumeSpec.parse(rootA),
          VolumeSpec.parse(rootB), host);
    }
  }

  /**
   * U-Boot's environment with RAUC's variables.
   *
   * @param environment where the environment is: {@code /etc/fw_env.config}
   * @param bootnameA what the script calls slot A, {@code A} in the usual one
   * @param bootnameB the same for slot B
   * @param rootA slot A's root, as in fstab, by which the running slot is told
   * @param rootB the same for slot B
   */
  record Uboot(Path environment, String bootnameA, String bootnameB, String rootA, String rootB)
      implements
        LoaderConfig {
    @Override
    public String name() {
      return LoaderName.UBOOT.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return dev.bascule.bootctl.uboot.Uboot.rauc(environment,
          Bootnames.parse(bootnameA, bootnameB), VolumeSpec.parse(rootA), VolumeSpec.parse(rootB),
          host);
    }
  }

  /**
   * U-Boot's environment with Mender's variables.
   *
   * @param partA the number of slot A's partition in Mender's variables
   * @param partB the same for slot B
   */
  record UbootMender(Path environment, int partA, int partB, String rootA, String rootB)
      implements
        LoaderConfig {
    @Override
    public String name() {
      return LoaderName.UBOOT_MENDER.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return dev.bascule.bootctl.uboot.Uboot.selector(name(), environment,
          SelectorDialect.menderUboot(partA, partB), VolumeSpec.parse(rootA),
          VolumeSpec.parse(rootB), host);
    }
  }

  /**
   * U-Boot's environment as SWUpdate's users have it.
   *
   * @param variable the variable that selects a slot
   * @param valueA what it holds for slot A
   * @param valueB what it holds for slot B
   */
  record UbootSwupdate(Path environment, String variable, String valueA, String valueB,
      String rootA, String rootB) implements LoaderConfig {
    @Override
    public String name() {
      return LoaderName.UBOOT_SWUPDATE.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return dev.bascule.bootctl.uboot.Uboot.selector(name(), environment,
          SelectorDialect.swupdate(variable, valueA, valueB), VolumeSpec.parse(rootA),
          VolumeSpec.parse(rootB), host);
    }
  }

  /**
   * A program that keeps RAUC's contract for custom boot loaders.
   *
   * @param program what is called
   * @param limit how long one call may take
   * @param memory a directory that survives a reboot, where the slot on trial is remembered
   * @param bootnameA what the program calls slot A
   * @param bootnameB the same for slot B
   */
  record Command(Path program, Duration limit, Path memory, String bootnameA, String bootnameB,
      String rootA, String rootB) implements LoaderConfig {
    @Override
    public String name() {
      return LoaderName.COMMAND.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return dev.bascule.bootctl.command.Command.control(program, limit, memory,
          Bootnames.parse(bootnameA, bootnameB), VolumeSpec.parse(rootA), VolumeSpec.parse(rootB),
          host);
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
      return LoaderName.ANDROID.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return BootControls.stored(this, new ControlBlockStore(misc, BootControls.root("a", rootA),
          BootControls.root("b", rootB), host), host);
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
      return LoaderName.EFI.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return BootControls.stored(this,
          new EfiStore(BootControls.root(entryA, rootA), BootControls.root(entryB, rootB), host),
          host);
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
      return LoaderName.SYSTEMD_BOOT.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return BootControls.stored(this, new EntryStore(esp, boot, BootControls.root(entryA, rootA),
          BootControls.root(entryB, rootB), host), host);
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
      return LoaderName.RASPBERRYPI.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return BootControls
          .stored(
              this, new AutobootStore(autoboot, AutobootStore.REBOOT_PARAMETER, partitionA,
                  partitionB, BootControls.root("A", rootA), BootControls.root("B", rootB), host),
              host);
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
      return LoaderName.BAREBOX.toString();
    }

    @Override
    public BootControl control(Host host) throws BootException {
      return BootControls.stored(this,
          new BootstateStore("barebox-state", state, Optional.empty(),
              BootControls.root(bootnameA, rootA), BootControls.root(bootnameB, rootB), host),
          host);
    }
  }
}
