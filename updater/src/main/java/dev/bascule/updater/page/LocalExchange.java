package dev.bascule.updater.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.bascule.image.origin.PieceStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One request over a Unix socket and its answer, in the form that the platform's own server has; the connection ends with it. */
final class LocalExchange extends HttpExchange {

  /** What is read of a body that nobody wanted, so that its sender hears the answer. */
  private static final int MOST_UNWANTED = 1 << 20;
  private static final int BUFFER = 8 << 10;

  private final RequestHead head;
  private final OutputStream out;
  private final InputStream body;
  private final Headers answer = new Headers();
  private int status = -1;

  LocalExchange(RequestHead head, InputStream in, OutputStream out) {
    this.head = head;
    this.out = out;
    this.body = new Body(in);
  }

  /** Says that a request makes no sense. */
  static void refuse(OutputStream out, String why) throws IOException {
    byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n"
        + "Content-Length: " + text.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(text);
    out.flush();
  }

  @Override
  public void sendResponseHeaders(int code, long length) throws IOException {
    if (status >= 0) {
      throw new IOException("answered already");
    }
    status = code;
    StringBuilder text = new StringBuilder("HTTP/1.1 " + code + " \r\n");
    answer.set("Connection", "close");
    answer.set("Content-Length", Long.toString(Math.max(length, 0)));
    for (Map.Entry<String, List<String>> header : answer.entrySet()) {
      for (String value : header.getValue()) {
        text.append(header.getKey()).append(": ").append(value).append("\r\n");
      }
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    try {
      out.flush();
      byte[] buffer = new byte[BUFFER];
      int left = status < 0 ? 0 : MOST_UNWANTED;
      for (int count = 0; count >= 0 && left > 0; left -= count) {
        count = body.read(buffer, 0, buffer.length);
      }
    } catch (IOException e) {
      // Whoever asked has gone; there is nobody to tell.
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return head.headers();
  }

  @Override
  public Headers getResponseHeaders() {
    return answer;
  }

  @Override
  public URI getRequestURI() {
    return head.target();
  }

  @Override
  public String getRequestMethod() {
    return head.method();
  }

  @Override
  public InputStream getRequestBody() {
    return body;
  }

  @Override
  public OutputStream getResponseBody() {
    return out;
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public HttpContext getHttpContext() {
    throw unused();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    throw unused();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    throw unused();
  }

  @Override
  public Object getAttribute(String name) {
    throw unused();
  }

  @Override
  public void setAttribute(String name, Object value) {
    throw unused();
  }

  @Override
  public void setStreams(InputStream in, OutputStream to) {
    throw unused();
  }

  @Override
  public HttpPrincipal getPrincipal() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("of no use on a Unix socket");
  }

  /** The request's body, asked for if its sender waits. */
  private final class Body extends PieceStream {
    private final InputStream in;
    private long left = head.length();
    private boolean waits = head.waits();

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      if (waits) {
        waits = false;
        if (status >= 0) {
          left = 0; // it was answered instead, and is not sent
          return -1;
        }
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      int count = in.read(target, offset, (int) Math.min(left, length));
      if (count < 0) {
        throw new EOFException("the request ends " + left + " bytes before its body does");
      }
      left -= count;
      return count;
    }
  }
}
