package dev.bascule.lab.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine has written to its serial console since it was switched on, kept in a file by QEMU.
 */
final class Console {

  private static final int TAIL_LINES = 40;
  /** Terminals' control sequences: firmware and loaders paint. */
  private static final Pattern CONTROL =
      Pattern.compile("\\x1b\\[[0-9;?=]*[A-Za-z]|\\x1b[c()][0-9A-Za-z]?|[\\x00-\\x08\\x0b-\\x1f]");

  private final Path file;
  private final long start;
  private int read;

  private Console(Path file, long start) {
    this.file = file;
    this.start = start;
  }

  /** The console from now on; earlier lines in the file are of an earlier life. */
  static Console from(Path file) throws IOException {
    return new Console(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /** Looks for a pattern behind what was found before. */
  Optional<String> find(Pattern pattern) throws IOException {
    String text = text();
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find(Math.min(read, text.length()))) {
      return Optional.empty();
    }
    read = matcher.end();
    return Optional.of(matcher.group());
  }

  /** All of it, without control sequences. */
  String text() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    byte[] bytes = Files.readAllBytes(file);
    int from = (int) Math.min(start, bytes.length);
    String raw = new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
    return CONTROL.matcher(raw.replace('\r', '\n')).replaceAll("");
  }

  /** The last lines that are not empty. */
  String tail() throws IOException {
    List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
