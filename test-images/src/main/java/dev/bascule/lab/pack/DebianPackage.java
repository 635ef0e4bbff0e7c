package dev.bascule.lab.pack;

import dev.bascule.lab.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;

/**
 * A tree as a package of Debian's: deb(5), format 2.0, members compressed with zstd, which dpkg reads from Debian 12 and
 * Ubuntu 18.04 on.
 *
 * @param tree what is installed
 * @param version the project's
 * @param time when everything was changed last
 */
record DebianPackage(Path tree, String version, Instant time) {

  private static final int MEMBER_MODE = 0100644;

  /** The version in Debian's order, in which {@code 1.0~rc} is before {@code 1.0}. */
  static String debianVersion(String version) {
    return version.replace('-', '~');
  }

  /** Writes it; {@code control} and the scripts come from the resources beside this class. */
  void write(Path file, int level) throws IOException {
    Path control = Files.createTempDirectory(file.toAbsolutePath().getParent(), "control");
    try (OutputStream out = Files.newOutputStream(file);
        ArArchiveOutputStream archive = new ArArchiveOutputStream(out)) {
      Files.writeString(control.resolve("control"), Text.CONTROL.read()
          .replace("@ARCHITECTURE@", Architecture.running().debian())
          .replace("@VERSION@", debianVersion(version))
          .replace("@KIB@", Long.toString(kibibytes())), StandardCharsets.UTF_8);
      Files.writeString(control.resolve("md5sums"), sums(), StandardCharsets.UTF_8);
      for (Text script : List.of(Text.POSTINST, Text.POSTRM)) {
        Path program = control.resolve(script.file());
        Files.writeString(program, script.read(), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      put(archive, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      put(archive, "control.tar.zst", pack(control, level));
      put(archive, "data.tar.zst", pack(tree, level));
    } finally {
      new FileTree(control).delete();
    }
  }

  private byte[] pack(Path directory, int level) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TarArchive(directory, time).write(bytes, level);
    return bytes.toByteArray();
  }

  private void put(ArArchiveOutputStream archive, String name, byte[] content)
      throws IOException {
    archive.putArchiveEntry(new ArArchiveEntry(name, content.length, 0, 0, MEMBER_MODE,
        time.getEpochSecond()));
    archive.write(content);
    archive.closeArchiveEntry();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private long kibibytes() throws IOException {
    long sum = 0;
    for (Path file : files()) {
      sum += Math.ceilDiv(Files.size(file), 1024L);
    }
    return sum;
  }

  /** For {@code dpkg --verify}; MD5 is what it reads. */
  private String sums() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      try {
        byte[] digest = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
        text.append(HexFormat.of().formatHex(digest))
            .append("  ")
            .append(tree.relativize(file))
            .append('\n');
      } catch (NoSuchAlgorithmException e) {
        throw new IOException("this Java runtime has no MD5", e);
      }
    }
    return text.toString();
  }
}
