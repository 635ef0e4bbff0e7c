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
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package in a real system: Debian with systemd, a read-only root under dm-verity, GRUB, the package's own units. One
 * life, which fits into some minutes without KVM; {@code lab vm run --system full} has all of them.
 */
final class FullSystemIT {

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static FullSystem system;

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;

  @BeforeAll
  static void buildTheSystem() throws IOException {
    Needs.tools(new Tool("qemu-system-x86_64", "qemu-system-x86"), Tool.of("mmdebstrap"),
        new Tool("grub-mkimage", "grub-common"), new Tool("busybox", "busybox-static"),
        new Tool("mcopy", "mtools"), new Tool("mkfs.fat", "dosfstools"),
        new Tool("mkfs.erofs", "erofs-utils"), new Tool("veritysetup", "cryptsetup-bin"),
        new Tool("depmod", "kmod"), new Tool("apt-cache", "apt"));
    Needs.file("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");
    Needs.file("/usr/lib/grub/x86_64-efi/kernel.img", "grub-efi-amd64-bin");
    Needs.root();
    checkout = Checkout.find();
    system = FullSystem.build(checkout, CacheDirectory.in(System.getenv()),
        bench.resolve("system"), Progress.to(System.err));
  }

  @ParameterizedTest
  @ValueSource(strings = "full-life")
  void deviceLivesThrough(String name) throws IOException {
    FullScenario scenario = FullScenario.all()
        .stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow();
    Progress progress = Progress.to(System.err);
    FullDevice device = FullDevice.assemble(directory.resolve("device"), checkout, system);

    assertThatCode(() -> {
      try (FullLife life = FullLife.begin(device, checkout, progress)) {
        scenario.story().happen(life);
      }
    }).doesNotThrowAnyException();
  }

  @Test
  void systemdUnderstandsEveryUnitOfThePackage() throws IOException {
    Tool analyze = new Tool("systemd-analyze", "systemd");
    Needs.tools(analyze);
    Path units = system.root().tree().resolve("usr/lib/systemd/system");
    for (String name : List.of("bascule-confirm.service", "bascule-update.service",
        "bascule-update.timer", "bascule-deadline.service", "bascule-deadline.timer",
        "bascule-bus.service")) {
      assertThat(units.resolve(name)).exists();
      Outcome verdict = analyze
          .command("verify", "--man=no", "--root=" + system.root().tree(), name)
          .attempt();

      assertThat(verdict.errors()).as(name).doesNotContain(name);
      assertThat(verdict.exitCode()).as("%s: %s", name, verdict).isZero();
    }
  }

  @Test
  void presetEnabledWhatADeviceRunsByItself() {
    Path wants = system.root().tree().resolve("etc/systemd/system");

    assertThat(wants.resolve("multi-user.target.wants/bascule-confirm.service"))
        .isSymbolicLink();
    assertThat(wants.resolve("boot-complete.target.requires/bascule-confirm.service"))
        .isSymbolicLink();
    assertThat(wants.resolve("timers.target.wants/bascule-update.timer")).isSymbolicLink();
    assertThat(wants.resolve("sysinit.target.wants/bascule-deadline.timer")).isSymbolicLink();
  }
}
