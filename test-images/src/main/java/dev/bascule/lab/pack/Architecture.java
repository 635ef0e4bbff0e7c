package dev.bascule.lab.pack;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of machine that a device's package is made for, in the words of those who have to do with it. */
public enum Architecture {
  AMD64("amd64", "amd64", "linux-x86-64"), ARM64("arm64", "aarch64", "linux-aarch64");

  private final String debian;
  private final String java;
  private final String jna;

  Architecture(String debian, String java, String jna) {
    this.debian = debian;
    this.java = java;
    this.jna = jna;
  }

  /** Debian's word. */
  public String debian() {
    return debian;
  }

  /** Java's word, and zstd-jni's. */
  String java() {
    return java;
  }

  /** JNA's word. */
  String jna() {
    return jna;
  }

  /**
   * This machine's.
   *
   * @throws IOException if no package is made for such
   */
  public static Architecture running() throws IOException {
    String found = System.getProperty("os.arch", "");
    return Arrays.stream(values())
        .filter(each -> each.java.equals(found))
        .findFirst()
        .orElseThrow(() -> new IOException("expected a machine of " + known() + ", found one of "
            + found + ": add it to Architecture, with JNA's and zstd-jni's libraries for it"));
  }

  /**
   * The one with Debian's word, which must be this machine's.
   *
   * @throws IOException if there is none, or if it is another machine's
   */
  public static Architecture require(String debian) throws IOException {
    Architecture wanted = Arrays.stream(values())
        .filter(each -> each.debian.equals(debian))
        .findFirst()
        .orElseThrow(() -> new IOException(
            "architecture: expected one of " + known() + ", found " + debian));
    if (wanted != running()) {
      throw new IOException("architecture: expected " + running().debian
          + ", which this machine is, found " + debian
          + ": the cache of the programs' start is made by"
          + " running them, and this JDK can be linked for its own machine only. Run lab package on a"
          + " machine of " + debian + " (docs/packaging.md says why)");
    }
    return wanted;
  }

  private static String known() {
    return Arrays.stream(values()).map(Architecture::debian).collect(Collectors.joining(", "));
  }
}
