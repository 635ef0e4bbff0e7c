package dev.bascule.bootctl.systemdboot;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * By what {@code LoaderEntryDefault}, {@code LoaderEntryOneShot} and loader.conf's {@code default} name an
 * entry: a name, or a pattern of {@code * ? [a-z]}. The first that fits, in the loader's order, is taken.
 */
record EntryPattern(String text) {

  /** What names an entry that is not counted. */
  static EntryPattern exactly(String id) {
    return new EntryPattern(id);
  }

  /**
   * What names an entry whether it is counted or not, for every release of the loader, and no entry
   * besides: {@code slot-b[+.]*conf}.
   */
  static EntryPattern counted(String id) {
    int dot = id.lastIndexOf('.');
    return new EntryPattern(id.substring(0, dot) + "[+.]*" + id.substring(dot + 1));
  }

  boolean fits(String identity) {
    return regex().matcher(identity).matches();
  }

  private Pattern regex() {
    String lower = text.toLowerCase(Locale.ROOT);
    var regex = new StringBuilder();
    int at = 0;
    while (at < lower.length()) {
      char c = lower.charAt(at);
      int close = c == '[' ? lower.indexOf(']', at + 2) : -1;
      if (close > 0) {
        regex.append('[')
            .append(lower.substring(at + 1, close).replaceAll("[\\[\\\\&^]", "\\\\$0"))
            .append(']');
        at = close;
      } else {
        regex.append(switch (c) {
          case '*' -> ".*";
          case '?' -> ".";
          default -> Pattern.quote(String.valueOf(c));
        });
      }
      at++;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  @Override
  public String toString() {
    return text;
  }
}
