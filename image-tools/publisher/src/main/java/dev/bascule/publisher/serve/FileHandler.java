package dev.bascule.publisher.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.bascule.publisher.repository.FileHeaders;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers one request for a file: {@code GET} and {@code HEAD}, ranges and entity tags (RFC 9110). */
final class FileHandler implements HttpHandler {

  private static final int BUFFER = 64 << 10;
  private static final int NO_BODY = -1;

  private final Path directory;
  private final Throttle throttle;
  private final AccessLog log;

  FileHandler(Path directory, Throttle throttle, AccessLog log) {
    this.directory = directory;
    this.throttle = throttle;
    this.log = log;
  }

  /** An answer that was begun. */
  private record Answer(int status, long bytes, boolean complete) {}

  @Override
  public void handle(HttpExchange exchange) {
    long start = System.nanoTime();
    Answer answer = new Answer(500, 0, false);
    try (exchange) {
      answer = answer(exchange);
    } catch (IOException e) {
      // The client went away, or the file did. The log says which answer is incomplete.
    } finally {
      log.answered(new AccessLog.Entry(exchange.getRemoteAddress().getAddress().getHostAddress(),
          exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), answer.status,
          answer.bytes, (System.nanoTime() - start) / 1_000_000, answer.complete));
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return empty(exchange, 405);
    }
    Optional<ServedFile> file = ServedFile.find(directory, exchange.getRequestURI().getRawPath());
    if (file.isEmpty()) {
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      return empty(exchange, 404);
    }
    return answer(exchange, file.get());
  }

  private Answer answer(HttpExchange exchange, ServedFile file) throws IOException {
    Headers request = exchange.getRequestHeaders();
    Headers response = exchange.getResponseHeaders();
    response.set("ETag", file.tag());
    String name = file.path().getFileName().toString();
    response.set("Cache-Control", FileHeaders.cacheControl(name));
    response.set("Accept-Ranges", "bytes");
    if (names(request.getFirst("If-None-Match"), file.tag())) {
      return empty(exchange, 304);
    }
    String ifRange = request.getFirst("If-Range");
    boolean wholeOnly = ifRange != null && !ifRange.equals(file.tag());
    ByteRange range = ByteRange.of(wholeOnly ? null : request.getFirst("Range"), file.length());
    response.set("Content-Type", FileHeaders.contentType(name));
    return switch (range) {
      case ByteRange.Whole() -> send(exchange, 200, file, 0, file.length());
      case ByteRange.Part part -> {
        response.set("Content-Range", part.contentRange(file.length()));
        yield send(exchange, 206, file, part.first(), part.length());
      }
      case ByteRange.Unsatisfiable() -> {
        response.set("Content-Range", "bytes */" + file.length());
        yield empty(exchange, 416);
      }
    };
  }

  private Answer send(HttpExchange exchange, int status, ServedFile file, long first, long length)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD") || length == 0) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
      return empty(exchange, status);
    }
    long sent = 0;
    try (SeekableByteChannel in = Files.newByteChannel(
        file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      exchange.sendResponseHeaders(status, length);
      in.position(first);
      OutputStream out = exchange.getResponseBody();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (sent < length) {
        buffer.clear().limit((int) Math.min(BUFFER, length - sent));
        int read = in.read(buffer);
        if (read < 0) {
          throw new IOException(file.path() + ": became shorter while it was sent");
        }
        await(read);
        out.write(buffer.array(), 0, read);
        sent += read;
      }
      return new Answer(status, sent, true);
    } catch (IOException e) {
      return new Answer(status, sent, false);
    }
  }

  private void await(int bytes) throws InterruptedIOException {
    try {
      throttle.await(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }

  private static Answer empty(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, NO_BODY);
    return new Answer(status, 0, true);
  }

  /** Whether an {@code If-None-Match} names a tag; a weak one is as good (RFC 9110, section 13.1.2). */
  private static boolean names(@Nullable String header, String tag) {
    return header != null && Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }
}
