package dev.bascule.updater.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.bascule.updater.device.Supply;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.service.Reply;
import dev.bascule.updater.service.ServiceBusyException;
import dev.bascule.updater.service.ServiceListener;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bundle from the technician's browser, kept in a file while it is installed. It is believed as little as any other. */
final class Upload implements ServiceListener {

  /** What must stay free beside it, for the journal. */
  private static final long SPARE = 16L << 20;
  private static final int BUFFER = 64 << 10;

  private final UpdateService service;
  private final Path file;
  private volatile String last = "";

  Upload(UpdateService service) {
    this.service = service;
    this.file = service.configuration().device().state().resolve("upload.bascule");
    service.listen(this);
  }

  /** How the last installation ended, for people. */
  String last() {
    return last;
  }

  /** Takes the request's body and begins to install it. */
  ObjectNode take(HttpExchange exchange) throws IOException {
    if (!service.idle()) {
      return error("something is at work already");
    }
    try {
      receive(exchange);
      int job = service.install(
          new Supply.Bundle(file.toString(), false, "the technician's page"), null, true,
          this::delete);
      last = "";
      return JsonNodeFactory.instance.objectNode().put("result", "begun").put("job", job);
    } catch (ServiceBusyException e) {
      delete();
      return error(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      delete();
      return error("the bundle was not received: " + e.getMessage());
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    Files.createDirectories(file.getParent());
    long most = Files.getFileStore(file.getParent()).getUsableSpace() - SPARE;
    try (InputStream in = exchange.getRequestBody();
        OutputStream out =
            Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        total += count;
        if (total > most) {
          throw new IOException("there is room for " + Math.max(0, most) + " bytes; a bundle on a "
              + "stick needs none");
        }
        out.write(buffer, 0, count);
      }
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next upload takes its place.
    }
  }

  @Override
  public void finished(int job, String verb, Reply reply) {
    last = reply.text();
  }

  @Override
  public void progressed(Progress progress) {
    // The page asks for it.
  }

  @Override
  public void changed() {
    // The page asks for it.
  }

  private static ObjectNode error(String message) {
    return JsonNodeFactory.instance.objectNode().put("result", "error").put("text", message);
  }
}
