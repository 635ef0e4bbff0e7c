package dev.bascule.publisher.mirror.webdav;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.mirror.Listed;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.StoreException;
import dev.bascule.publisher.mirror.StoreException.Reason;
import dev.bascule.publisher.mirror.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a web server that takes files (RFC 4918). Servers write what is put beside its name and rename it, nginx, Apache and
 * lighttpd do; {@code MOVE} is no better, for Apache removes first what it replaces. Which headers devices see is up to the
 * server's own configuration.
 */
public final class WebDavStore implements RemoteStore {

  private static final String PROPERTIES =
      """
        <?xml version="1.0" encoding="utf-8"?>
        <propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>
        """;
  private static final int MAX_LISTING = 64 << 20;
  private static final int MAX_DEPTH = 16;

  private final DavPlace place;
  private final DavClient client;
  private final Set<String> directories = ConcurrentHashMap.newKeySet();

  private WebDavStore(DavPlace place, DavClient client) {
    this.place = place;
    this.client = client;
  }

  /** Nothing is asked yet. */
  public static WebDavStore open(DavPlace place) throws IOException {
    return open(place, DavClient.LIMIT);
  }

  static WebDavStore open(DavPlace place, Duration limit) throws IOException {
    return new WebDavStore(place, DavClient.open(place, limit));
  }

  @Override
  public String name() {
    return place.base().toString();
  }

  @Override
  public SortedMap<String, Listed> list() throws IOException {
    SortedMap<String, Listed> files = new TreeMap<>();
    list("metadata/", files, 0);
    list("targets/", files, 0);
    if (files.isEmpty() && find("").isEmpty()) {
      throw new StoreException(Reason.NO_SUCH_PLACE, place.base()
          + ": there is no such directory; make it on the server, or look at the URL");
    }
    return files;
  }

  private void list(String directory, SortedMap<String, Listed> files, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new StoreException(Reason.ANSWER, place.url(directory) + ": expected at most "
          + MAX_DEPTH + " directories in each other, found more");
    }
    Optional<Iterable<DavEntry>> found = find(directory);
    if (found.isEmpty()) {
      return;
    }
    directories.add(directory);
    for (DavEntry entry : found.get()) {
      Optional<String> child = place.child(directory, entry.href());
      if (child.isPresent() && entry.collection()) {
        list(directory + child.get() + "/", files, depth + 1);
      } else if (child.isPresent()) {
        files.put(directory + child.get(), new Listed(entry.length(), entry.modified()));
      }
    }
  }

  /** What is in a directory; empty if there is none. */
  private Optional<Iterable<DavEntry>> find(String directory) throws IOException {
    URI url = place.url(directory);
    HttpRequest.Builder request = client.request(url)
        .header("Depth", "1")
        .header("Content-Type", "application/xml")
        .method("PROPFIND", BodyPublishers.ofString(PROPERTIES));
    HttpResponse<InputStream> response = client.send(request);
    try (InputStream in = client.body(url, response)) {
      return switch (response.statusCode()) {
        case 207 -> Optional.of(parse(url, in));
        case 404 -> Optional.empty();
        case 405, 501 -> throw new StoreException(Reason.ANSWER, url + ": the server answered "
            + response.statusCode() + " to PROPFIND, so it cannot say what is there; Apache has "
            + "mod_dav for that, nginx the module dav-ext");
        default -> throw DavClient.failure(url, response.statusCode());
      };
    }
  }

  private static Iterable<DavEntry> parse(URI url, InputStream in) throws IOException {
    try {
      return Multistatus.parse(new BoundedStream(in, MAX_LISTING));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(Reason.ANSWER, url + ": the answer to PROPFIND: " + e.getMessage(),
          e);
    }
  }

  @Override
  public Optional<Sha256> noted(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<StoredFile> open(String name) throws IOException {
    URI url = place.url(name);
    HttpResponse<InputStream> response = client.send(client.request(url).GET());
    if (response.statusCode() == 200) {
      return Optional.of(new StoredFile(client.body(url, response),
          response.headers().firstValue("ETag").orElse("")));
    }
    response.body().close();
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    throw DavClient.failure(url, response.statusCode());
  }

  @Override
  public boolean create(Upload upload) throws IOException {
    return put(upload, Map.of("If-None-Match", "*"));
  }

  /** A weak tag is good for no condition; then, as on a server that knows none, the caller's own look counts. */
  @Override
  public boolean replace(Upload upload, @Nullable String tag) throws IOException {
    boolean strong = tag != null && tag.startsWith("\"");
    return put(upload, tag == null
        ? Map.of("If-None-Match", "*")
        : strong ? Map.of("If-Match", tag) : Map.of());
  }

  private boolean put(Upload upload, Map<String, String> condition) throws IOException {
    makeDirectories(upload.name());
    URI url = place.url(upload.name());
    HttpRequest.Builder request = client.request(url)
        .timeout(client.limit(upload.length()))
        .header("Content-Type", upload.contentType())
        .PUT(client.publisher(upload));
    condition.forEach(request::header);
    int status = client.status(request);
    return switch (status) {
      case 200, 201, 204 -> true;
      case 412 -> false;
      default -> throw DavClient.failure(url, status);
    };
  }

  /** One after the other: the parent must be there first, and Apache answers 403 to two that make the same one. */
  private synchronized void makeDirectories(String name) throws IOException {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String directory = name.substring(0, slash + 1);
      if (!directories.contains(directory)) {
        URI url = place.url(directory);
        int status = client.status(client.request(url)
            .method("MKCOL", BodyPublishers.noBody()));
        // 405: somebody has made it, another thread of ours for instance.
        if (status != 201 && status != 405) {
          throw DavClient.failure(url, status);
        }
        directories.add(directory);
      }
    }
  }

  @Override
  public Duration tagResolution() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void delete(String name) throws IOException {
    URI url = place.url(name);
    int status = client.status(client.request(url).DELETE());
    if (status / 100 != 2 && status != 404) {
      throw DavClient.failure(url, status);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
