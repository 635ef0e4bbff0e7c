package dev.bascule.updater.source;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the platform's HTTP client (module java.net.http) that have no other way in. They are looked at when the
 * first client is made. What somebody set on the command line stays.
 */
final class HttpTuning {

  /** By HTTP/2 a server sends so much ahead of the reader; the platform's 16 MiB would be a quarter of the heap. */
  private static final int WINDOW = 1 << 20;

  private static final int LONGEST_HEADERS = 64 << 10;

  private HttpTuning() {}

  /** Sets what has to be set before a client is made. */
  static void apply(@Nullable Bandwidth bandwidth) {
    set("jdk.httpclient.windowsize", Integer.toString(WINDOW));
    set("jdk.httpclient.connectionWindowSize", Integer.toString(WINDOW));
    set("jdk.httpclient.enablepush", "0");
    set("jdk.http.maxHeaderSize", Integer.toString(LONGEST_HEADERS));
    // A proxy's password is for the proxy, tunnel or not; the platform keeps Basic to plain requests by default.
    set("jdk.http.auth.tunneling.disabledSchemes", "");
    if (bandwidth != null) {
      // Or else the kernel takes in megabytes at the link's speed before the first one is waited for.
      set("jdk.httpclient.receiveBufferSize", Integer.toString(bandwidth.share()));
    }
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
