package dev.bascule.updater.config;

import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.TlsFiles;
import dev.bascule.updater.source.WebProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The table {@code [source]}: where updates are from, and how its servers are spoken to. */
final class SourceTable {

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?");
  private static final Pattern DIRECT =
      Pattern.compile("\\*|\\.?[a-zA-Z0-9:][a-zA-Z0-9:.-]{0,252}");
  private static final String PROXY_FORM =
      "\"environment\", \"none\" or " + WebProxy.FORM;

  private final Section table;
  private final DeviceSettings device;

  SourceTable(Section table, DeviceSettings device) {
    this.table = table;
    this.device = device;
  }

  SourceSettings read() throws ConfigurationException {
    Duration poll = table.duration("poll", "6h", "1m", "30d");
    URI url = table.parsed("url", RepositoryUrl.FORM, RepositoryUrl::parse);
    SourceSettings source = new SourceSettings(url, mirrors(url), tls(), proxy(), redirectHosts(),
        limits(), bandwidth(), poll,
        table.duration("jitter", Span.format(poll.dividedBy(4)), "0s", "30d"));
    table.refuseUnknown();
    return source;
  }

  private List<URI> mirrors(URI url) throws ConfigurationException {
    String form = "URLs that begin with https or http, each once";
    List<URI> mirrors = new ArrayList<>();
    for (String text : table.optionalStrings("mirrors").orElse(List.of())) {
      try {
        URI mirror = RepositoryUrl.parse(text);
        if (mirror.getHost() != null && !mirror.equals(url) && !mirrors.contains(mirror)) {
          mirrors.add(mirror);
          continue;
        }
      } catch (IllegalArgumentException e) {
        // Said below, in words.
      }
      throw table.wrong("mirrors", form, '"' + text + '"');
    }
    if (!mirrors.isEmpty() && url.getHost() == null) {
      throw table.wrong("mirrors", "none beside a url that is a directory", "some");
    }
    return mirrors;
  }

  private TlsFiles tls() throws ConfigurationException {
    Optional<Path> certificate = file("certificate");
    Optional<Path> key = SecretPlace.read(table, "key", device);
    if (certificate.isPresent() != key.isPresent()) {
      throw table.wrong(certificate.isPresent() ? "key" : "certificate",
          "both certificate and key, or neither", "one of them");
    }
    return new TlsFiles(file("ca").orElse(null), certificate.orElse(null), key.orElse(null));
  }

  private ProxyChoice proxy() throws ConfigurationException {
    Optional<String> text = table.optionalString("proxy");
    Optional<Path> password = SecretPlace.read(table, "proxy_password", device);
    Optional<List<String>> direct = table.optionalStrings("no_proxy");
    for (String host : direct.orElse(List.of())) {
      if (!DIRECT.matcher(host).matches()) {
        throw table.wrong("no_proxy", "names of hosts or domains, addresses, or *",
            '"' + host + '"');
      }
    }
    String choice = text.orElse("environment");
    if (!choice.equals("environment") && !choice.equals("none")) {
      WebProxy proxy = table.parsed("proxy", PROXY_FORM, WebProxy::parse);
      if (proxy.password() != null) {
        throw table.wrong("proxy", "no password: configuration is not secret; name a file that is"
            + " with proxy_password", "one");
      }
      if (password.isPresent() && proxy.user() == null) {
        throw table.wrong("proxy", "a user, as in http://user@host:3128, since there is a"
            + " proxy_password", "none");
      }
      return new ProxyChoice.Named(proxy, password.orElse(null), direct.orElse(List.of()));
    }
    if (password.isPresent() || direct.isPresent()) {
      throw table.wrong(password.isPresent() ? "proxy_password" : "no_proxy",
          "it beside a proxy that is named", "proxy = \"" + choice + '"');
    }
    return choice.equals("none") ? new ProxyChoice.None() : new ProxyChoice.Environment();
  }

  private Set<String> redirectHosts() throws ConfigurationException {
    Set<String> hosts = new HashSet<>();
    for (String host : table.optionalStrings("redirect_hosts").orElse(List.of())) {
      if (!HOST.matcher(host).matches()) {
        throw table.wrong("redirect_hosts", "hosts in lower case, such as cdn.example.com or "
            + "cdn.example.com:8443", '"' + host + '"');
      }
      hosts.add(host);
    }
    return hosts;
  }

  private HttpLimits limits() throws ConfigurationException {
    Duration connect = table.duration("connect_timeout", "30s", "1s", "10m");
    return new HttpLimits(connect, connect,
        table.duration("idle_timeout", "60s", "1s", "1h"),
        table.duration("floor_window", "5m", "10s", "1h"),
        table.integer("floor", 1024, 1, 1 << 20));
  }

  private OptionalLong bandwidth() throws ConfigurationException {
    return table.optionalParsed("bandwidth", ByteRate.FORM, ByteRate::parse)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private Optional<Path> file(String key) throws ConfigurationException {
    return table.optionalParsed(key, "an absolute path", ConfigurationReader::absolute)
        .map(device::below);
  }
}
