package dev.bascule.lab.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.FullSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package in a root of Debian's, where dpkg installed it, judged by systemd and by a boot. More lives of devices with it take
 * longer: {@code lab vm run --system full}.
 */
final class FullSystemIT {

  @TempDir
  static Path bench;
  private static FullSystem system;

  @BeforeAll
  static void buildTheSystem() throws IOException {
    Needs.tools(Tool.of("mmdebstrap"), new Tool("busybox", "busybox-static"),
        new Tool("mkfs.erofs", "erofs-utils"), new Tool("veritysetup", "cryptsetup-bin"),
        new Tool("depmod", "kmod"), new Tool("apt-cache", "apt"));
    Needs.root();
    system = FullSystem.build(Checkout.find(), CacheDirectory.in(System.getenv()),
        bench.resolve("system"), Progress.to(System.err));
  }

  @Test
  void systemdUnderstandsEveryUnitOfThePackage() throws IOException {
    Tool analyze = new Tool("systemd-analyze", "systemd");
    Needs.tools(analyze);
    Path units = system.root().tree().resolve("usr/lib/systemd/system");
    for (String name : List.of("bascule-confirm.service", "bascule-update.service",
        "bascule-update.timer", "bascule-deadline.service", "bascule-deadline.timer",
        "bascule-scrub.service", "bascule-scrub.timer", "bascule-bus.service",
        "bascule-migrate.service", "bascule-page.service", "bascule-page.socket")) {
      assertThat(units.resolve(name)).exists();
      Outcome verdict = analyze
          .command("verify", "--man=no", "--root=" + system.root().tree(), name)
          .attempt();

      assertThat(verdict.errors()).as(name).doesNotContain(name);
      assertThat(verdict.exitCode()).as("%s: %s", name, verdict).isZero();
    }
  }

  @Test
  void theUpdaterStaysWhereTheImageSaysSo() throws IOException {
    Tool analyze = new Tool("systemd-analyze", "systemd");
    Needs.tools(analyze);
    Path tree = system.root().tree();
    Path dropIn = tree.resolve("etc/systemd/system/bascule-update.service.d/resident.conf");
    Path wanted =
        tree.resolve("etc/systemd/system/multi-user.target.wants/bascule-update.service");
    Files.copy(tree.resolve("usr/lib/bascule/resident.conf"), dropIn);
    try {
      Outcome verdict = analyze
          .command("verify", "--man=no", "--root=" + tree, "bascule-update.service")
          .attempt();
      new Tool("systemctl", "systemd")
          .command("--root=" + tree, "enable", "bascule-update.service")
          .run();

      assertThat(verdict.errors()).doesNotContain("bascule-update");
      assertThat(verdict.exitCode()).as("%s", verdict).isZero();
      assertThat(wanted).isSymbolicLink();
    } finally {
      Files.deleteIfExists(wanted);
      Files.delete(dropIn);
    }
  }

  /** The units, the bus, polkit and the data's migration, on a read-only root under dm-verity that really boots. */
  @Test
  void aDeviceLivesThroughHardships() throws IOException {
    Needs.tools(new Tool("qemu-system-x86_64", "qemu-system-x86"),
        new Tool("grub-mkimage", "grub-common"), new Tool("mcopy", "mtools"),
        new Tool("mkfs.fat", "dosfstools"));
    Needs.file("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");
    FullScenario hardships = FullScenario.all()
        .stream()
        .filter(scenario -> scenario.name().equals("full-hardships"))
        .findFirst()
        .orElseThrow();

    assertThatCode(() -> hardships.run(Checkout.find(), system, bench.resolve("device"),
        Progress.to(System.err))).doesNotThrowAnyException();
  }

  @Test
  void presetEnabledWhatADeviceRunsByItself() {
    Path wants = system.root().tree().resolve("etc/systemd/system");

    assertThat(wants.resolve("multi-user.target.wants/bascule-confirm.service"))
        .isSymbolicLink();
    assertThat(wants.resolve("boot-complete.target.requires/bascule-confirm.service"))
        .isSymbolicLink();
    assertThat(wants.resolve("timers.target.wants/bascule-update.timer")).isSymbolicLink();
    assertThat(wants.resolve("timers.target.wants/bascule-scrub.timer")).isSymbolicLink();
    assertThat(wants.resolve("sysinit.target.wants/bascule-deadline.timer")).isSymbolicLink();
  }
}
