package dev.bascule.updater.device;

import dev.bascule.image.bundle.BundleSource;
import dev.bascule.image.bundle.FileSource;
import dev.bascule.image.bundle.PipeSource;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.source.HttpBundle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the bundle that a person means. */
final class Bundles {

  private static final Pattern WEB = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

  private Bundles() {}

  /**
   * Opens a bundle. Nothing is read yet.
   *
   * @param place a file's path, the URL of one, or {@code -} for standard input
   * @param settings how to speak to a web server, or null for the usual way
   * @param builtAt when the running system was built: the clock cannot be before that
   */
  static BundleSource open(String place, @Nullable SourceSettings settings, Instant builtAt)
      throws IOException {
    if (place.equals("-")) {
      return new PipeSource("standard input", System.in);
    }
    if (!WEB.matcher(place).matches()) {
      return new FileSource(Path.of(place));
    }
    URI url = url(place);
    SourceSettings usual = settings == null ? SourceSettings.at(url) : settings;
    return new HttpBundle(url, WebAccess.client(usual, System.getenv(), Instant.now(), builtAt));
  }

  private static URI url(String place) throws UpdaterException {
    try {
      URI url = URI.create(place);
      if (url.getHost() != null && url.getPath() != null
          && !url.getPath().endsWith("/")
          && !url.getPath().isEmpty()
          && url.getUserInfo() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below, in words.
    }
    throw new UpdaterException(place + ": expected the URL of a file, with a host and a path",
        "give it as https://host/path/update.bascule");
  }
}
