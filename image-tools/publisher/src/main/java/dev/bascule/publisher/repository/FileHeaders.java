package dev.bascule.publisher.repository;

import java.util.regex.Pattern;

/** What HTTP says of a repository's files, wherever they are served from. */
public final class FileHeaders {

  private static final Pattern FIXED =
      Pattern.compile("[0-9]{1,19}\\..+\\.json|[0-9a-f]{64}\\..+");

  private FileHeaders() {}

  /**
   * How long a cache may keep a file: what has its version or digest in its name never changes, {@code timestamp.json} must
   * always be asked for.
   *
   * @param name the file's own, without directories
   */
  public static String cacheControl(String name) {
    return FIXED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache";
  }

  /** A file's media type. */
  public static String contentType(String name) {
    return name.endsWith(".json") ? "application/json" : "application/octet-stream";
  }
}
