package dev.bascule.updater.page;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request, as RFC 9112 has it and no looser: lines that end in CR LF, a path as its target, a body whose length
 * is told beforehand.
 *
 * @param length of the body in bytes
 * @param waits whether the sender waits to be asked for the body ({@code Expect: 100-continue})
 */
record RequestHead(String method, URI target, Headers headers, long length, boolean waits) {

  /** A longer head is refused. */
  static final int MAX_LENGTH = 16 << 10;

  private static final int MAX_HEADERS = 64;
  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,16}) (/[!-~]{0,2047}) HTTP/1\\.[01]");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\t -~]*?)[ \t]*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /**
   * Reads up to the body.
   *
   * @throws ProtocolException if it is no such head
   * @throws EOFException if the stream ends before
   */
  static RequestHead read(InputStream in) throws IOException {
    List<String> lines = List.of(text(in).split("\r\n", -1));
    Matcher line = LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      throw new ProtocolException("expected METHOD /path HTTP/1.1");
    }
    Headers headers = new Headers();
    if (lines.size() > MAX_HEADERS) {
      throw new ProtocolException("expected at most " + MAX_HEADERS + " header lines");
    }
    for (String other : lines.subList(1, lines.size())) {
      Matcher header = HEADER.matcher(other);
      if (!header.matches()) {
        throw new ProtocolException("expected header lines, Name: value");
      }
      headers.add(header.group(1), header.group(2));
    }
    if (headers.containsKey("Transfer-Encoding")) {
      throw new ProtocolException("expected a body with Content-Length");
    }
    try {
      return new RequestHead(line.group(1), new URI(line.group(2)), headers, length(headers),
          "100-continue".equalsIgnoreCase(headers.getFirst("Expect")));
    } catch (URISyntaxException e) {
      throw (ProtocolException) new ProtocolException("expected a path").initCause(e);
    }
  }

  private static long length(Headers headers) throws ProtocolException {
    List<String> told = headers.getOrDefault("Content-Length", List.of("0"));
    if (told.size() != 1 || !LENGTH.matcher(told.getFirst()).matches()) {
      throw new ProtocolException("expected one Content-Length, a number");
    }
    return Long.parseLong(told.getFirst());
  }

  /** All before the empty line, and that taken out of the stream. */
  private static String text(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the request ends in its head");
      }
      if (head.size() >= MAX_LENGTH) {
        throw new ProtocolException("expected a head of at most " + MAX_LENGTH + " bytes");
      }
      head.write(next);
      boolean fits = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = fits ? matched + 1 : next == '\r' ? 1 : 0;
    }
    String all = head.toString(StandardCharsets.ISO_8859_1);
    return all.substring(0, all.length() - 4);
  }
}
