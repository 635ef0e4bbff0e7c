package dev.bascule.image.tuf;

import java.nio.charset.StandardCharsets;

/** A name as one segment of a URL's path: everything but RFC 3986's unreserved characters is encoded. */
public final class UrlName {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private UrlName() {}

  /** Encodes a name. */
  public static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b));
      }
    }
    return encoded.toString();
  }
}
