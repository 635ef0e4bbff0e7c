package dev.bascule.bootctl.detect;

import dev.bascule.bootctl.detect.Sign.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen on a device that tells of its boot loader.
 *
 * @param loaderInfo the EFI variable LoaderInfo, by which a loader names itself
 * @param efi whether there are EFI variables
 * @param parameters the names of the kernel's parameters
 * @param ubootVersion {@code /chosen/u-boot,version} in the device tree
 * @param tryboot whether the firmware tells in the device tree if tryboot was asked for
 * @param bareboxState whether the device tree describes barebox's state
 * @param misc whether there is a partition of that name
 * @param priorities partitions whose attributes have a boot priority
 * @param files those of {@link #FILES} that exist
 */
public record DeviceFacts(Optional<String> loaderInfo, boolean efi, Set<String> parameters,
    Optional<String> ubootVersion, boolean tryboot, boolean bareboxState, boolean misc,
    List<String> priorities, List<String> files) {
  private static final String FW_ENV = "etc/fw_env.config";
  private static final List<String> GRUBENVS = List.of("boot/grub/grubenv", "boot/grub2/grubenv",
      "boot/efi/EFI/BOOT/grubenv", "efi/EFI/BOOT/grubenv", "grubenv/grubenv");
  private static final List<String> MENDER_GRUB =
      List.of("boot/grub-mender-grubenv/mender_grubenv1/env",
          "boot/efi/grub-mender-grubenv/mender_grubenv1/env");
  private static final List<String> AUTOBOOTS =
      List.of("boot/autoboot.txt", "boot/firmware/autoboot.txt", "bootfs/autoboot.txt");

  /** Where the loaders' storage usually is, below the root. */
  public static final List<String> FILES =
      List.of(List.of(FW_ENV), GRUBENVS, MENDER_GRUB, AUTOBOOTS)
          .stream()
          .flatMap(List::stream)
          .toList();

  public DeviceFacts {
    parameters = Set.copyOf(parameters);
    priorities = List.copyOf(priorities);
    files = List.copyOf(files);
  }

  /** What speaks for which loader. */
  List<Sign> signs() {
    var signs = new ArrayList<Sign>();
    loaderInfo.filter(info -> info.startsWith("systemd-boot"))
        .ifPresent(info -> signs.add(
            new Sign("systemd-boot", Strength.BOOTED, "the EFI variable LoaderInfo is " + info)));
    ubootVersion.ifPresent(version -> signs.add(
        new Sign("uboot", Strength.BOOTED,
            "the device tree's chosen/u-boot,version is " + version)));
    parameter(signs, "barebox", "bootchooser.active", "bootstate.active");
    parameter(signs, "android", "androidboot.slot_suffix", "androidboot.slot");
    present(signs, "efi", efi, "there are EFI variables");
    present(signs, "barebox", bareboxState, "the device tree describes barebox,state");
    present(signs, "android", misc, "there is a partition misc");
    present(signs, "gpt", !priorities.isEmpty(), "partitions have a boot priority: " + priorities);
    for (String file : files) {
      if (AUTOBOOTS.contains(file)) {
        signs.add(new Sign("raspberrypi", tryboot ? Strength.BOOTED : Strength.PRESENT,
            "there is /" + file + (tryboot ? ", and the firmware knows tryboot" : "")));
      } else {
        signs.add(new Sign(owner(file), Strength.PRESENT, "there is /" + file));
      }
    }
    return signs;
  }

  private static String owner(String file) {
    if (file.equals(FW_ENV)) {
      return "uboot";
    }
    return MENDER_GRUB.contains(file) ? "grub-mender" : "grub";
  }

  private void parameter(List<Sign> signs, String loader, String... names) {
    for (String name : names) {
      if (parameters.contains(name)) {
        signs.add(new Sign(loader, Strength.BOOTED, "the kernel was given " + name + "="));
      }
    }
  }

  private static void present(List<Sign> signs, String loader, boolean seen, String what) {
    if (seen) {
      signs.add(new Sign(loader, Strength.PRESENT, what));
    }
  }
}
