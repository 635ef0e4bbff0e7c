package dev.bascule.lab.web;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The ports of nginx's servers, each with habits of its own.
 *
 * @param plain HTTP, with places that know no ranges, are busy, slow, or redirect
 * @param secure TLS and HTTP/2
 * @param closed the same for those who have a certificate
 * @param early TLS 1.2 and HTTP/1.1
 */
record Ports(int plain, int secure, int closed, int early) {

  static Ports free() throws IOException {
    return new Ports(Nginx.freePort(), Nginx.freePort(), Nginx.freePort(), Nginx.freePort());
  }

  /** The blocks of nginx's configuration. */
  String servers(Path files, Certificates certificates) {
    return """
      limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;
      limit_req_status 429;
      server {
        listen 127.0.0.1:%1$d;
        root %5$s;
        location /whole/ { alias %5$s/; max_ranges 0; }
        location /busy/ { alias %5$s/; limit_req zone=few; error_page 429 @busy; }
        location @busy { add_header Retry-After 77 always; return 429; }
        location /moved/ { return 302 /root.full; }
        location /loop/ { return 302 /loop/x; }
        location /away/ { return 302 http://127.0.0.1:%2$d/root.full; }
        location /up/ { return 301 https://127.0.0.1:%2$d/root.full; }
        location /slow/ { alias %5$s/; limit_rate 100k; }
      }
      server {
        listen 127.0.0.1:%2$d ssl http2;
        ssl_certificate %6$s/server.pem; ssl_certificate_key %6$s/server.key;
        root %5$s;
        location /down/ { return 302 http://127.0.0.1:%1$d/root.full; }
      }
      server {
        listen 127.0.0.1:%3$d ssl http2;
        ssl_certificate %6$s/server.pem; ssl_certificate_key %6$s/server.key;
        ssl_client_certificate %6$s/ca.pem; ssl_verify_client on;
        root %5$s;
      }
      server {
        listen 127.0.0.1:%4$d ssl;
        ssl_protocols TLSv1.2;
        ssl_certificate %6$s/server.pem; ssl_certificate_key %6$s/server.key;
        root %5$s;
      }
      """.formatted(plain, secure, closed, early, files, certificates.directory());
  }
}
