package dev.bascule.bootctl.booted;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the boot loader told the kernel, as parameters in their order. Words are parted at white space
 * outside double quotes, and nothing counts after {@code --}, as in the kernel's {@code lib/cmdline.c}.
 */
public record KernelCommandLine(List<Parameter> parameters) {
  /** No architecture's kernel takes more. */
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * One parameter.
   *
   * @param value what stands after the first equals sign, without its quotes; empty if there is none
   */
  public record Parameter(String key, String value) {}

  public KernelCommandLine {
    parameters = List.copyOf(parameters);
  }

  /** Reads {@code cmdline}; a proc directory without one has no parameters. */
  public static KernelCommandLine read(Path proc) throws IOException {
    return parse(BoundedFile.read(proc.resolve("cmdline"), MAX_BYTES));
  }

  static KernelCommandLine parse(String line) {
    var parameters = new ArrayList<Parameter>();
    int at = 0;
    while (at < line.length()) {
      int end = wordEnd(line, at);
      String word = line.substring(at, end);
      if (word.equals("--")) {
        break;
      }
      if (!word.isEmpty()) {
        parameters.add(parameter(word));
      }
      at = end + 1;
    }
    return new KernelCommandLine(parameters);
  }

  private static int wordEnd(String line, int from) {
    boolean quoted = false;
    int at = from;
    while (at < line.length() && (quoted || !isSpace(line.charAt(at)))) {
      quoted ^= line.charAt(at) == '"';
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
  }

  private static Parameter parameter(String word) {
    String plain = word.startsWith("\"") ? unquoted(word) : word;
    int equals = plain.indexOf('=');
    return equals < 0
        ? new Parameter(plain, "")
        : new Parameter(plain.substring(0, equals), unquoted(plain.substring(equals + 1)));
  }

  private static String unquoted(String text) {
    int from = text.startsWith("\"") ? 1 : 0;
    int to = text.length() > from && text.endsWith("\"") ? text.length() - 1 : text.length();
    return text.substring(from, to);
  }

  /** Every value that a parameter was given, in order. */
  public Stream<String> values(String key) {
    return parameters.stream()
        .filter(parameter -> parameter.key().equals(key))
        .map(Parameter::value);
  }

  /** The last value that a parameter was given, which is the one that counts for most. */
  public Optional<String> last(String key) {
    return values(key).reduce((_, later) -> later);
  }
}
