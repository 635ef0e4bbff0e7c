package dev.bascule.updater.install;

import dev.bascule.updater.install.FaultServer.Conduct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a server can do wrong when it is asked for a payload, by name. */
final class Faults {

  static final Map<String, Conduct> ALL = faults();

  private Faults() {}

  /** Says something and closes. */
  static Conduct says(String text) {
    return (request, out) -> {
      out.text(text);
      return false;
    };
  }

  private static Map<String, Conduct> faults() {
    Map<String, Conduct> faults = new LinkedHashMap<>();
    faults.put("closes at once", (request, out) -> false);
    faults.put("breaks off in the status line", says("HTTP/1.1 20"));
    faults.put("breaks off in the headers", says("HTTP/1.1 200 OK\r\nContent-Le"));
    faults.put("breaks off behind the headers",
        says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
    faults.put("speaks something else", says("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    faults.put("never answers", (request, out) -> {
      Thread.sleep(20_000);
      return false;
    });
    for (long at : List.of(1L, 65_535L, 65_536L, 65_537L, 300_000L, -1L)) {
      faults.put("breaks off at byte " + at, (request, out) -> {
        long length = at < 0 ? request.file().length - 1 : at;
        out.text(request.head(200, request.file().length));
        out.body(request.file(), 0, length);
        return false;
      });
    }
    for (long at : List.of(65_536L, -1L)) {
      faults.put("stalls at byte " + at, (request, out) -> {
        long length = at < 0 ? request.file().length - 1 : at;
        out.text(request.head(200, request.file().length));
        out.body(request.file(), 0, length);
        Thread.sleep(20_000);
        return false;
      });
    }
    faults.put("crawls", (request, out) -> {
      out.text(request.head(200, request.file().length));
      for (int at = 0; at < 200; at++) {
        out.body(request.file(), at, 1);
        Thread.sleep(50);
      }
      return false;
    });
    faults.put("says a shorter length", (request, out) -> {
      out.text(request.head(200, 70_000));
      out.body(request.file(), 0, 70_000);
      return true;
    });
    faults.put("says a longer length", (request, out) -> {
      out.text(request.head(200, request.file().length + 10L));
      out.body(request.file(), 0, 100_000);
      return false;
    });
    faults.put("says no length and ends early", (request, out) -> {
      out.text("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
      out.body(request.file(), 0, 100_000);
      return false;
    });
    faults.put("breaks off in a chunk", (request, out) -> {
      out.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n");
      out.body(request.file(), 0, 100_000);
      return false;
    });
    faults.put("sends a part that nobody asked for", (request, out) -> {
      out.text(request.head(206, 10, "Content-Range: bytes 5-14/500000\r\n"));
      out.body(request.file(), 5, 10);
      return true;
    });
    faults.put("compresses", (request, out) -> {
      out.text(request.head(200, 10, "Content-Encoding: gzip\r\n"));
      out.body(request.file(), 0, 10);
      return true;
    });
    faults.put("sends headers without an end", (request, out) -> {
      out.text("HTTP/1.1 200 OK\r\n");
      for (int i = 0; i < 100_000; i++) {
        out.text("X-" + i + ": " + "y".repeat(500) + "\r\n");
      }
      return false;
    });
    faults.put("redirects elsewhere",
        says("HTTP/1.1 302 Found\r\nLocation: http://10.1.2.3/\r\nContent-Length: 0\r\n\r\n"));
    faults.put("is busy", says("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
    faults.put("wants a password", says("HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n"));
    faults.put("sends other bytes", (request, out) -> {
      byte[] other = request.file().clone();
      other[150_000] ^= 1;
      out.text(request.head(200, other.length));
      out.body(other, 0, other.length);
      return true;
    });
    return faults;
  }
}
