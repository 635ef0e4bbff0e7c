package dev.bascule.updater.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** Where a repository is: a web server's directory, or one of the device's own. */
public final class RepositoryUrl {

  static final String FORM = "a URL that begins with https, http or file, or an absolute path";

  private RepositoryUrl() {}

  /**
   * Reads {@code https://host/path}, {@code file:///path} or {@code /path}; the URL returned ends in a slash.
   *
   * @throws IllegalArgumentException for anything else, and for URLs with a user, a query or a fragment
   */
  public static URI parse(String text) {
    URI url = text.startsWith("/") ? directory(text) : URI.create(text);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean web = (scheme.equals("https") || scheme.equals("http")) && url.getHost() != null;
    boolean local = scheme.equals("file") && url.getPath() != null && url.getAuthority() == null;
    if (!(web || local) || url.getQuery() != null
        || url.getFragment() != null
        || url.getUserInfo() != null) {
      throw new IllegalArgumentException("not a repository's URL: " + text);
    }
    return text.endsWith("/") || url.toString().endsWith("/") ? url : URI.create(url + "/");
  }

  private static URI directory(String path) {
    return URI.create(Path.of(path).normalize().toUri().toString());
  }
}
