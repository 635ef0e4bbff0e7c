package dev.bascule.lab.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What an image's maker adds to Debian and our package: mounts, network, checks; and a shell for the laboratory.
 *
 * @param root the image's root directory
 */
record SystemFiles(Path root) {

  private static final String UNITS = "etc/systemd/system/";
  /** Nothing that a device like this one does. */
  private static final List<String> MASKED = List.of("apt-daily.timer", "apt-daily-upgrade.timer",
      "dpkg-db-backup.timer", "e2scrub_all.timer", "fstrim.timer", "getty@tty1.service",
      "serial-getty@ttyS0.service", "serial-getty@ttyS1.service", "systemd-firstboot.service",
      "systemd-binfmt.service", "proc-sys-fs-binfmt_misc.automount");

  /** Writes all that every release has. */
  void write() throws IOException {
    for (String place : List.of("boot/efi", "etc/bascule", "etc/lab", "dev", "proc", "run", "sys",
        "tmp", "var")) {
      Files.createDirectories(root.resolve(place));
    }
    text("etc/hostname", "bascule\n");
    addPeople();
    text("etc/systemd/network/10-lab.network", """
      [Match]
      Name=e*
      [Network]
      Address=10.0.2.15/24
      Gateway=10.0.2.2
      """);
    // Fed by systemd from here on; a system that does not come so far is reset.
    text("etc/systemd/system.conf.d/watchdog.conf",
        "[Manager]\nRuntimeWatchdogSec=60\nRebootWatchdogSec=60\n");
    text("etc/systemd/system/bascule-update.service.d/devices.conf", """
      [Service]
      DeviceAllow=
      DeviceAllow=/dev/vda r
      DeviceAllow=/dev/disk/by-partlabel/BOOT-A rw
      DeviceAllow=/dev/disk/by-partlabel/BOOT-B rw
      DeviceAllow=/dev/disk/by-partlabel/ROOT-A rw
      DeviceAllow=/dev/disk/by-partlabel/ROOT-B rw
      """);
    Script.write(root.resolve("usr/lib/bascule/check/required.d/10-units"), """
      #!/bin/sh
      # Units that failed, each on a line: there must be none.
      ! systemctl list-units --failed --no-legend --plain | grep .
      """);
    Script.write(root.resolve("usr/lib/bascule/check/required.d/50-lab"), """
      #!/bin/sh
      case $(cat /etc/lab/fault) in
        failed-check) exit 1 ;;
        hungry-check) exec tail /dev/zero ;;
      esac
      """);
    Script.write(root.resolve("usr/lib/bascule/migrate.d/10-form"), """
      #!/bin/sh
      echo "$1 $4" >> "$2/form"
      """);
    for (String unit : List.of("bascule-confirm", "bascule-bus", "bascule-page")) {
      text("etc/systemd/system/" + unit + ".service.d/data.conf",
          "[Service]\nReadWritePaths=/var/lib/product\n");
    }
    link("basic.target.wants/bascule-migrate.service",
        "/usr/lib/systemd/system/bascule-migrate.service");
    Script.SERVE.write(root.resolve("usr/lib/lab/serve"));
    Script.FAULT.write(root.resolve("usr/lib/lab/fault"));
    unit("lab-fault.service", "multi-user.target.wants", """
      [Unit]
      Description=What is wrong with this release
      [Service]
      Type=oneshot
      ExecStart=/usr/lib/lab/fault
      """);
    // Takes connections and never says a word.
    unit("lab-mute.socket", "sockets.target.wants",
        "[Socket]\nListenStream=" + FullSystem.MUTE + "\n");
    text(UNITS + "lab-mute.service", "[Service]\nExecStart=/usr/bin/sleep infinity\n");
    // The verdict is there when the laboratory hears that the system is up.
    unit("lab-shell.service", "bascule-confirm.service.wants", """
      [Unit]
      Description=A shell for the laboratory
      After=bascule-confirm.service
      [Service]
      ExecStart=/usr/lib/lab/serve
      """);
    Files.copy(root.resolve("usr/lib/bascule/de.pengutronix.rauc.service"),
        root.resolve("usr/share/dbus-1/system-services/de.pengutronix.rauc.service"),
        StandardCopyOption.COPY_ATTRIBUTES);
    link("multi-user.target.wants/systemd-networkd.service",
        "/usr/lib/systemd/system/systemd-networkd.service");
    link("network-online.target.wants/systemd-networkd-wait-online.service",
        "/usr/lib/systemd/system/systemd-networkd-wait-online.service");
    for (String name : MASKED) {
      link(name, "/dev/null");
    }
  }

  /** A technician and somebody else; the group is one that the package's installation has made. */
  private void addPeople() throws IOException {
    text("etc/passwd", read("etc/passwd")
        + "tina:x:1500:1500::/:/bin/sh\nned:x:1501:1501::/:/bin/sh\n");
    text("etc/group", read("etc/group").replaceFirst("(?m)^(technician:.*:)$", "$1tina")
        + "tina:x:1500:\nned:x:1501:\n");
  }

  private String read(String name) throws IOException {
    return Files.readString(root.resolve(name), StandardCharsets.UTF_8);
  }

  /** Writes what differs between releases. */
  void writeRelease(String version, Fault fault) throws IOException {
    writeMounts(fault == Fault.NO_MOUNT);
    text("etc/lab/fault", fault.word() + "\n");
    text("etc/lab/version", version + "\n");
    String release = read("usr/lib/os-release").replaceAll("(?m)^IMAGE_VERSION=.*\\R", "");
    text("usr/lib/os-release", release + "IMAGE_VERSION=" + version + "\n");
  }

  private void writeMounts(boolean oneTooMany) throws IOException {
    text("etc/fstab", """
      /dev/disk/by-partlabel/DATA /var ext4 rw,noatime 0 2
      /dev/disk/by-partlabel/EFI-SYSTEM /boot/efi vfat rw,noatime 0 2
      /var/lib/device/etc /etc/bascule none bind,x-systemd.requires-mounts-for=/var 0 0
      tmpfs /tmp tmpfs mode=1777 0 0
      """ + (oneTooMany
        ? "/dev/disk/by-partlabel/NOWHERE /srv ext4 x-systemd.device-timeout=5s 0 2\n"
        : ""));
    Path hurry = root.resolve(UNITS + "bascule-deadline.timer.d/hurry.conf");
    if (oneTooMany) {
      // Nobody waits here for a quarter of an hour.
      text(root.relativize(hurry).toString(), "[Timer]\nOnBootSec=\nOnBootSec=4min\n");
    } else {
      Files.deleteIfExists(hurry);
    }
  }

  private void unit(String name, String wants, String text) throws IOException {
    text(UNITS + name, text);
    link(wants + "/" + name, "../" + name);
  }

  private void link(String name, String target) throws IOException {
    Path place = root.resolve(UNITS + name);
    Files.createDirectories(place.getParent());
    Files.deleteIfExists(place);
    Files.createSymbolicLink(place, Path.of(target));
  }

  private void text(String name, String text) throws IOException {
    Path place = root.resolve(name);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text, StandardCharsets.UTF_8);
  }
}
