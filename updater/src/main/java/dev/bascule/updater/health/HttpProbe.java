package dev.bascule.updater.health;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A place in the web, this device's own mostly, must answer with a status from 200 to 299. */
record HttpProbe(URI url) implements Probe {

  @Override
  public String name() {
    return "http " + url;
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) throws InterruptedIOException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(limit).GET().build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build()) {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      client.shutdownNow();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of("expected a status from 200 to 299, found " + status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + url);
    } catch (IOException e) {
      return Optional.of("no answer: " + (e.getMessage() == null ? e : e.getMessage()));
    }
  }
}
