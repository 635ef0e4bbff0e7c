package dev.bascule.publisher.mirror.webdav;

import dev.bascule.image.tuf.UrlName;
import dev.bascule.publisher.mirror.PinnedAuthorities;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository is on a web server.
 *
 * @param base the URL of the directory, with a slash at its end
 * @param authorization the header of that name, or null for none
 * @param authorities whom to trust in TLS, or null for the platform's
 */
public record DavPlace(URI base, @Nullable String authorization,
    @Nullable PinnedAuthorities authorities) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Checks the URL.
   *
   * @throws IllegalArgumentException if it is not one of a directory
   */
  public DavPlace {
    boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
    if (!web || base.getHost() == null
        || base.getUserInfo() != null
        || base.getQuery() != null
        || base.getFragment() != null
        || !base.getRawPath().endsWith("/")) {
      throw new IllegalArgumentException("store: expected https://HOST/PATH/ without a user, "
          + "a query or a fragment, found " + base);
    }
    if (authorization != null && "http".equals(base.getScheme())
        && !THIS_MACHINE.contains(base.getHost())) {
      throw new IllegalArgumentException("store: expected https:// where a password or a token is "
          + "sent, found " + base + ": everybody on the way could read it");
    }
  }

  /** The URL of a file or a directory, by its name relative to the repository. */
  URI url(String name) {
    return URI.create(base + Arrays.stream(name.split("/", -1))
        .map(UrlName::encode)
        .collect(Collectors.joining("/")));
  }

  /**
   * The name of what is directly in a directory.
   *
   * @param directory its name relative to the repository, with a slash at its end
   * @param href what the server calls the thing
   * @return its name in that directory; empty for the directory itself, and for what is elsewhere
   */
  Optional<String> child(String directory, String href) {
    URI url;
    try {
      url = base.resolve(href);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String path = url.getRawPath();
    String parent = decode(url(directory).getRawPath());
    String decoded = path == null ? "" : decode(path);
    String name = decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
    if (!name.startsWith(parent)) {
      return Optional.empty();
    }
    String child = name.substring(parent.length());
    boolean plain = !child.isEmpty() && child.indexOf('/') < 0
        && !child.equals(".")
        && !child.equals("..")
        && child.chars().noneMatch(Character::isISOControl);
    return plain ? Optional.of(child) : Optional.empty();
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
