package dev.bascule.lab.debian;

import dev.bascule.image.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that decides what the images hold, but for the archive's own state. Two equal recipes
 * share a place in the cache.
 *
 * @param release Debian's name for it
 * @param packages what is installed on top of the minimal base
 * @param removed paths that are taken out again: caches, documents, and what is unique per machine
 */
record Recipe(String release, List<String> packages, List<String> removed) {

  /** Raise this when the code that follows a recipe changes what comes out. */
  private static final int REVISION = 1;

  /** A small server: init, shell access, a web server, an interpreter, a kernel. */
  static final Recipe SERVER = new Recipe(
      "bookworm",
      List.of(
          "systemd",
          "systemd-sysv",
          "udev",
          "dbus",
          "openssh-server",
          "nginx-light",
          "curl",
          "python3",
          "iproute2",
          "iputils-ping",
          "ca-certificates",
          "jq",
          "chrony",
          "nftables",
          "kmod",
          "less",
          "vim-tiny",
          "procps",
          "e2fsprogs",
          "openssl",
          "tcpdump",
          "wireguard-tools",
          "linux-image-cloud-amd64"),
      List.of(
          "boot/initrd*",
          "initrd*",
          "dev/*",
          "proc/*",
          "run/*",
          "sys/*",
          "tmp/*",
          "etc/apt/sources.list",
          "etc/hostname",
          "etc/machine-id",
          "etc/resolv.conf",
          "etc/ssh/ssh_host_*",
          "etc/*-",
          "usr/share/doc",
          "usr/share/info",
          "usr/share/lintian",
          "usr/share/locale",
          "usr/share/man",
          "var/cache/apt/*",
          "var/cache/debconf/*-old",
          "var/cache/ldconfig/*",
          "var/lib/apt/lists/*",
          "var/lib/dbus/machine-id",
          "var/lib/dpkg/*-old",
          "var/lib/systemd/random-seed",
          "var/log/*"));

  /** A device's system: init, bus, rights, file system checkers; no kernel, which comes from elsewhere. */
  static final Recipe DEVICE = new Recipe("bookworm",
      List.of("systemd", "systemd-sysv", "udev", "dbus", "polkitd", "iproute2", "ca-certificates",
          "kmod", "e2fsprogs", "dosfstools", "curl"),
      Stream.concat(SERVER.removed.stream(),
          Stream.of("usr/share/zoneinfo", "usr/share/perl*", "usr/lib/x86_64-linux-gnu/perl*",
              "usr/share/bash-completion", "usr/share/common-licenses", "var/cache/*",
              "var/lib/apt/*"))
          .toList());

  Recipe {
    packages = List.copyOf(packages);
    removed = List.copyOf(removed);
  }

  /** The recipe in words, as it is kept beside what was made from it. */
  String text() {
    return Stream.of(
        Stream.of("revision " + REVISION, "release " + release),
        Stream.of(Edition.values())
            .map(e -> "edition " + e.label() + " " + e.time() + " " + e.suites()),
        Stream.of(FileSystem.values()).map(f -> "file system " + f.label() + " " + f.description()),
        packages.stream().map(name -> "package " + name),
        removed.stream().map(path -> "removed " + path))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Names the recipe among others. */
  String key() {
    return Sha256.digest(text().getBytes(StandardCharsets.UTF_8)).brief();
  }
}
