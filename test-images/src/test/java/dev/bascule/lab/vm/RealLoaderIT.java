package dev.bascule.lab.vm;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each loader of the laboratory, with firmware and kernel, acts on what our command wrote in the guest. A choice of
 * scenarios that fits into some minutes without KVM; {@code lab vm run} has all of them.
 */
final class RealLoaderIT {

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static Systems systems;
  private static List<Scenario> scenarios;

  @TempDir
  Path directory;

  @BeforeAll
  static void buildTheSystem() throws IOException {
    Needs.tools(new Tool("qemu-system-x86_64", "qemu-system-x86"), Tool.of("efibootmgr"),
        new Tool("grub-mkimage", "grub-common"), new Tool("busybox", "busybox-static"),
        new Tool("mcopy", "mtools"), new Tool("mkfs.fat", "dosfstools"),
        new Tool("debugfs", "e2fsprogs"), new Tool("depmod", "kmod"), new Tool("apt-cache", "apt"));
    Needs.file("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");
    Needs.file("/usr/lib/grub/x86_64-efi/kernel.img", "grub-efi-amd64-bin");
    Needs.file("/usr/lib/grub/i386-pc/boot.img", "grub-pc-bin");
    Needs.tools(new Tool("mkimage", "u-boot-tools"), new Tool("fw_printenv", "libubootenv-tool"));
    Needs.file("/usr/lib/u-boot/qemu-x86/u-boot.rom", "u-boot-qemu");
    Needs.tools(new Tool("qemu-system-aarch64", "qemu-system-arm"));
    // U-Boot is built once.
    Needs.tools(new Tool("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"), Tool.of("make"),
        Tool.of("bison"), Tool.of("flex"), new Tool("dpkg-source", "dpkg-dev"), Tool.of("gcc"));
    Needs.file("/usr/include/openssl/evp.h", "libssl-dev");
    Needs.file("/usr/lib/systemd/boot/efi/systemd-bootx64.efi", "systemd-boot-efi");
    checkout = Checkout.find();
    scenarios = Laboratory.scenarios(checkout, 1, RecordedCuts.FEW);
    systems = new Systems(checkout, CacheDirectory.in(System.getenv()), bench.resolve("system"),
        Progress.to(System.err));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
      "grub-uefi, trial-panics",
      "grub-bios, trial-no-init",
      "systemd-boot, trial-panics",
      "efi, good-trial",
      "uboot, trial-panics",
      "gpt-uboot, tampered-slot",
      "command, trial-panics",
      "uboot-mmc, rollback",
      "uboot-swupdate, trial-hangs",
      "android, both-bad"
  })
  void deviceLivesThrough(String loader, String scenario) throws IOException {
    Scenario story = scenarios.stream()
        .filter(known -> known.name().equals(scenario))
        .findFirst()
        .orElseThrow();
    var setup = Laboratory
        .loaders(checkout, CacheDirectory.in(System.getenv()), Progress.to(System.err))
        .stream()
        .filter(known -> known.name().equals(loader))
        .findFirst()
        .orElseThrow();
    VirtualDevice device =
        VirtualDevice.assemble(directory.resolve("device"), setup, systems.of(setup));

    assertThatCode(() -> story.run(device, Progress.to(System.err))).doesNotThrowAnyException();
  }
}
