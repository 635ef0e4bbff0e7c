package dev.bascule.publisher.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What part of a file a request asks for (RFC 9110, section 14). */
sealed interface ByteRange {

  Pattern SYNTAX = Pattern.compile("(?i:bytes)=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

  /** All of it: no range was asked for, or one that a server may ignore (several ranges, other units, nonsense). */
  record Whole() implements ByteRange {}

  /**
   * Some of it.
   *
   * @param first the first byte
   * @param length how many, at least one
   */
  record Part(long first, long length) implements ByteRange {

    String contentRange(long fileLength) {
      return "bytes " + first + "-" + (first + length - 1) + "/" + fileLength;
    }
  }

  /** A range that begins behind the file's end. */
  record Unsatisfiable() implements ByteRange {}

  /**
   * Reads a {@code Range} header.
   *
   * @param header null if there is none
   */
  static ByteRange of(@Nullable String header, long fileLength) {
    Matcher matcher = SYNTAX.matcher(header == null ? "" : header);
    if (!matcher.matches() || (matcher.group(1) + matcher.group(2)).isEmpty()) {
      return new Whole();
    }
    if (matcher.group(1).isEmpty()) {
      long length = Math.min(Long.parseLong(matcher.group(2)), fileLength);
      return length == 0 ? new Unsatisfiable() : new Part(fileLength - length, length);
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    if (last < first) {
      return new Whole();
    }
    if (first >= fileLength) {
      return new Unsatisfiable();
    }
    return new Part(first, Math.min(last, fileLength - 1) - first + 1);
  }
}
