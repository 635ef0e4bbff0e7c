package dev.bascule.lab.debian;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * States of the server's system beside the two editions, as if its maker had released more often. The versions are real, as
 * Debian's archive holds them side by side; which of them are together is our choice. {@link #FIRST} to {@link #FIFTH} lead to
 * {@link Edition#AFTER}, each with a kernel of its own.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of
public enum Release {
  /** As old as the archive reaches back: seven sources of an earlier point release. */
  FIRST("2026-03-20", "linux-image-6.1.0-47-cloud-amd64",
      List.of("openssh=*9.2p1-2+deb12u7", "openssl=3.0.17-1~deb12u2", "glibc=2.36-9+deb12u7",
          "curl=7.88.1-10+deb12u5", "systemd=252.38-1~deb12u1",
          "util-linux=*2.38.1-5+deb12u1", "tzdata=2025b-0+deb12u1"),
      List.of(), List.of()),
  /** Three of them are updated. */
  SECOND("2026-05-20", "linux-image-6.1.0-49-cloud-amd64",
      List.of("openssh=*9.2p1-2+deb12u9", "glibc=2.36-9+deb12u7", "curl=7.88.1-10+deb12u5",
          "tzdata=2025b-0+deb12u1"),
      List.of(), List.of()),
  /** The point release. */
  THIRD("2026-07-11", "linux-image-6.1.0-50-cloud-amd64", List.of(), List.of(), List.of()),
  /** A third of what was published since. */
  FOURTH("2026-09-01", "linux-image-6.1.0-52-cloud-amd64", List.of(),
      List.of("apt", "brotli", "ca-certificates", "cyrus-sasl2", "expat"), List.of()),
  /** Two thirds of it. */
  FIFTH("2026-10-10", "linux-image-6.1.0-54-cloud-amd64", List.of(),
      List.of("apt", "brotli", "ca-certificates", "cyrus-sasl2", "expat", "jq", "libssh2", "nginx",
          "openssl", "pcre2"),
      List.of()),
  /** The point release with five updated sources, the kernel not among them. */
  SMALL("2026-07-20", Release.KERNEL_OF_EDITION, List.of(),
      List.of("openssl", "nginx", "expat", "jq", "tzdata"), List.of()),
  /** The point release with the later edition's kernel. */
  KERNEL("2026-11-20", Release.KERNEL_OF_EDITION, List.of(),
      List.of("linux-signed-amd64"), List.of()),
  /** The later edition with containers, which make it a third larger. */
  GROWN("2026-11-20", Release.KERNEL_OF_EDITION, List.of(), List.of("*"),
      List.of("containerd", "runc"));

  /** Those that lead to {@link Edition#AFTER}, in order. */
  public static final List<Release> BEFORE_AFTER = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH);

  private static final String KERNEL_OF_EDITION = "linux-image-cloud-amd64";

  private final Instant time;
  private final String kernel;
  private final List<String> older;
  private final List<String> updated;
  private final List<String> added;

  Release(String day, String kernel, List<String> older, List<String> updated,
      List<String> added) {
    this.time = Instant.parse(day + "T00:00:00Z");
    this.kernel = kernel;
    this.older = older;
    this.updated = updated;
    this.added = added;
  }

  /** The name in files: {@code first}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Instant time() {
    return time;
  }

  /** The packages of a recipe with this release's kernel. */
  Recipe recipe(Recipe server) {
    return new Recipe(server.release(),
        Stream.concat(
            server.packages().stream().map(name -> name.equals(KERNEL_OF_EDITION) ? kernel : name),
            added.stream())
            .toList(),
        server.removed());
  }

  /** apt_preferences(5): the point release's versions, but for the sources that are older or updated. */
  List<String> preferences(String pointRelease) {
    List<String> lines = new ArrayList<>(pin("*", "release n=" + pointRelease, 900));
    for (String source : older) {
      String[] words = source.split("=", 2);
      lines.addAll(pin("src:" + words[0], "version " + words[1], 1001));
    }
    for (String source : updated) {
      lines.addAll(pin(source.equals("*") ? source : "src:" + source, "version *", 990));
    }
    return lines;
  }

  private static List<String> pin(String what, String where, int priority) {
    return List.of("Package: " + what, "Pin: " + where, "Pin-Priority: " + priority, "");
  }
}
