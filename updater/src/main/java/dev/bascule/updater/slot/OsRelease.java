package dev.bascule.updater.slot;

import dev.bascule.image.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the running system says of itself: os-release(5), {@code IMAGE_VERSION}. */
public final class OsRelease {

  private static final int MAX_LENGTH = 64 << 10;
  private static final String KEY = "IMAGE_VERSION=";
  private static final List<String> FILES = List.of("etc/os-release", "usr/lib/os-release");

  private OsRelease() {}

  /** The version of the image under a root directory; empty if it does not say, or says no semantic version. */
  public static Optional<Version> imageVersion(Path root) {
    return FILES.stream()
        .map(root::resolve)
        .filter(Files::isReadable)
        .findFirst()
        .flatMap(file -> parse(read(file)));
  }

  private static String read(Path file) {
    try (var stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The last assignment counts, as in a shell. */
  static Optional<Version> parse(String text) {
    return text.lines()
        .filter(line -> line.startsWith(KEY))
        .map(line -> unquote(line.substring(KEY.length()).strip()))
        .reduce((earlier, later) -> later)
        .flatMap(OsRelease::version);
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
        && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Optional<Version> version(String value) {
    try {
      return Optional.of(Version.parse(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
