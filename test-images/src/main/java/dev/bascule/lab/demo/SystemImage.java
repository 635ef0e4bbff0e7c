package dev.bascule.lab.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The demo's operating system, as the content of a volume: a tar archive of real files, those of the JDK that runs the
 * demo, together with what makes a release its own: {@code os-release}, the trusted root and a health check. No tool
 * is needed to make it, and {@code tar -t} shows what a slot holds.
 *
 * @param healthy whether the service that the image brings comes up
 * @param trustedRoot the file that the device is to trust
 */
record SystemImage(String version, boolean healthy, Path trustedRoot) {

  static final String OS_RELEASE = "usr/lib/os-release";
  static final String TRUSTED_ROOT = "usr/share/bascule/root.json";
  static final String CHECK = "usr/lib/bascule/check/required.d/50-web-service";

  private static final long ENOUGH = 64L << 20;
  private static final int EXECUTABLE = 0100755;

  /** Writes the volume. */
  void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      add(tar, OS_RELEASE, "NAME=\"Demo system\"\nVERSION_ID=" + version + "\n");
      add(tar, TRUSTED_ROOT, Files.readString(trustedRoot));
      add(tar, CHECK, check());
      List<Path> files = realFiles();
      for (int i = 0; i < files.size(); i++) {
        if (i == files.size() / 8) {
          // What is new in a release moves everything behind it, as in any archive or file system.
          add(tar, "usr/share/doc/changes", changes());
        }
        addReal(tar, files.get(i));
      }
    }
  }

  private String changes() {
    int releases = Integer.parseInt(version.split("\\.", -1)[1]);
    return ("new in " + version + "\n").repeat(100_000 + 1_000 * releases);
  }

  private String check() {
    return healthy
        ? "#!/bin/sh\n# The web service answers.\necho 'GET /health: 200'\n"
        : "#!/bin/sh\n# The web service answers.\necho 'GET /health: connection refused' >&2\nexit 1\n";
  }

  /** Files of the running JDK, small ones first, that together are enough. */
  private static List<Path> realFiles() throws IOException {
    List<Path> chosen = new ArrayList<>();
    long sum = 0;
    try (Stream<Path> walk = Files.walk(Path.of(System.getProperty("java.home"), "lib"))) {
      List<Path> all = walk.filter(Files::isRegularFile)
          .sorted(Comparator.comparingLong(SystemImage::size).thenComparing(Path::toString))
          .toList();
      for (Path file : all) {
        if (sum >= ENOUGH) {
          break;
        }
        chosen.add(file);
        sum += size(file);
      }
    }
    return chosen.stream().sorted().toList();
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    entry.setMode(EXECUTABLE);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void addReal(TarArchiveOutputStream tar, Path file) throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    TarArchiveEntry entry = new TarArchiveEntry("usr/lib/java/" + home.relativize(file));
    entry.setSize(size(file));
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }
}
