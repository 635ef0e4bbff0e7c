package dev.bascule.updater.source;

import dev.bascule.image.bundle.BundleException;
import dev.bascule.image.bundle.BundleSource;
import dev.bascule.image.origin.Body;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** A bundle on a web server. What is not needed of it is skipped, if the server knows ranges. */
public final class HttpBundle implements BundleSource {

  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final URI url;
  private final String path;
  private final WebClient client;
  private final HttpOrigin server;

  /**
   * A bundle at a URL.
   *
   * @param url with scheme {@code http} or {@code https}, its path that of a file
   * @param client is closed with the bundle
   */
  public HttpBundle(URI url, WebClient client) {
    URI directory = url.resolve(".");
    this.url = url;
    this.path = url.toString().substring(directory.toString().length());
    this.client = client;
    this.server = new HttpOrigin(directory, client);
  }

  @Override
  public String name() {
    return url.toString();
  }

  @Override
  public InputStream openAt(long position) throws IOException {
    Optional<Body> body;
    try {
      body = server.open(path, position);
    } catch (HttpStatusException e) {
      throw e.status() == RANGE_NOT_SATISFIABLE
          ? new BundleException(name(), "ends before byte " + position
              + "; the copy there is not whole", e)
          : e;
    }
    if (body.isEmpty()) {
      throw new BundleException(name(), "there is no such file, or nobody may read it", null);
    }
    InputStream stream = body.get().stream();
    stream.skipNBytes(position - body.get().start());
    return stream;
  }

  @Override
  public boolean maySucceedLater() {
    return true;
  }

  @Override
  public void close() {
    client.close();
  }
}
