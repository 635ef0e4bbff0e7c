package dev.bascule.publisher.cli;

import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.mirror.PinnedAuthorities;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.folder.FolderStore;
import dev.bascule.publisher.mirror.s3.S3Place;
import dev.bascule.publisher.mirror.s3.S3Store;
import dev.bascule.publisher.mirror.webdav.DavPlace;
import dev.bascule.publisher.mirror.webdav.WebDavStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which store a command is for, and how it is reached. */
final class StoreOptions {

  @Parameters(paramLabel = "STORE",
      description = "s3://BUCKET/PREFIX, https://HOST/PATH/ for WebDAV, or a directory.")
  private String store = "";

  @Option(names = "--endpoint", paramLabel = "URL",
      description = "Of s3: the server, if it is not Amazon's.")
  private @Nullable URI endpoint;

  @Option(names = "--region", paramLabel = "REGION",
      description = "Of s3: the region (default: AWS_REGION, or the profile's).")
  private @Nullable String region;

  @Option(names = "--user", paramLabel = "NAME",
      description = "Of WebDAV: who puts files there. The password comes like a key's passphrase: from a file, a file descriptor or a prompt.")
  private @Nullable String user;

  @Option(names = "--token",
      description = "Of WebDAV: what comes like a password is a bearer token.")
  private boolean token;

  @Mixin
  private PassphraseOptions password = new PassphraseOptions();

  @Option(names = "--ca", paramLabel = "FILE",
      description = "The only authorities that the server's certificate may come from, in PEM (default: the platform's).")
  private @Nullable Path authorities;

  /** Opens the store; nothing is asked yet. */
  RemoteStore open(Surroundings surroundings) throws IOException {
    PinnedAuthorities trust = authorities == null ? null : PinnedAuthorities.read(authorities);
    boolean web = store.startsWith("https://") || store.startsWith("http://");
    boolean objects = store.startsWith("s3://");
    if (!objects && (endpoint != null || region != null)) {
      throw new IllegalArgumentException("--endpoint and --region are for s3://, found " + store);
    }
    if (!web && (user != null || token)) {
      throw new IllegalArgumentException("--user and --token are for https://, found " + store);
    }
    if (user != null && token) {
      throw new IllegalArgumentException("expected --user or --token, found both");
    }
    if (objects) {
      return S3Store.open(S3Place.parse(store, endpoint, region, trust));
    }
    if (web) {
      URI base = URI.create(store.endsWith("/") ? store : store + "/");
      return WebDavStore.open(new DavPlace(base, authorization(surroundings), trust));
    }
    if (store.contains("://")) {
      throw new IllegalArgumentException(
          "store: expected s3://, https:// or a directory, found " + store);
    }
    return FolderStore.open(Path.of(store));
  }

  private @Nullable String authorization(Surroundings surroundings) throws IOException {
    if (user == null && !token) {
      return null;
    }
    try (PassphraseSource source = password.open(surroundings);
        Passphrase secret = source.toOpen((token ? "the token" : user) + " at " + store)) {
      String text = new String(secret.bytes(), StandardCharsets.UTF_8);
      return token
          ? "Bearer " + text
          : "Basic " + Base64.getEncoder()
              .encodeToString((user + ":" + text).getBytes(StandardCharsets.UTF_8));
    }
  }
}
