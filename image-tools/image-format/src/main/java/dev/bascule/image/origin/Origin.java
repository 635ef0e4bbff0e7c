package dev.bascule.image.origin;

import java.io.IOException;
import java.util.Optional;

/**
 * A place that holds a repository's files: a web server, a directory, a bundle. Nothing that comes from
 * it is trusted; every caller bounds what it reads and checks what it got.
 */
public interface Origin {

  /** The place in words, for messages: a URL or a directory. */
  String name();

  /**
   * Opens a file of the repository from an offset on.
   *
   * @param path relative, with {@code /} between names that are already encoded for a URL
   * @param offset the first byte wanted; an origin that cannot skip starts at 0 and says so in the body
   * @return empty if the origin says that there is no such file (HTTP 403 and 404)
   * @throws IOException if the origin cannot be reached or answers anything else
   */
  Optional<Body> open(String path, long offset) throws IOException;

  /**
   * The same, where no more than some bytes are going to be read; an origin that can ends its body there.
   *
   * @param length at least 1
   */
  default Optional<Body> open(String path, long offset, long length) throws IOException {
    return open(path, offset);
  }

  /**
   * Opens a file whole, unless it is still what a tag stands for (RFC 9110, section 13.1.2).
   *
   * @param tag of an earlier answer, this origin's or another's; empty for none
   * @return empty as for {@link #open(String, long)}
   */
  default Optional<Tagged> openUnless(String path, String tag) throws IOException {
    return open(path, 0).map(body -> new Tagged(body, ""));
  }

  /**
   * What was opened last turned out not to be what was signed. Has the next {@link #open} begin at another place that
   * holds the same files.
   *
   * @return whether there is one that was not given up so before; where this is false, asking again is up to the caller
   */
  default boolean goElsewhere() {
    return false;
  }
}
