package dev.bascule.lab.mirror;

import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.web.Certificates;
import dev.bascule.lab.web.Nginx;
import dev.bascule.publisher.mirror.PinnedAuthorities;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.webdav.DavPlace;
import dev.bascule.publisher.mirror.webdav.WebDavStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Debian's nginx or Apache with WebDAV: who puts files must know the password, who reads them need not. */
final class DavServer implements StoreServer {

  /** What ends the server. */
  private interface Closing {
    void close() throws IOException;
  }

  private static final String USER = "publisher";
  private static final String PASSWORD = "lab password";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  static final String NGINX_MODULE = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";
  private static final String APACHE_MODULES = "/usr/lib/apache2/modules/";
  private static final Tool APACHE = new Tool("apache2", "apache2-bin");
  private static final Tool NAMESPACE = new Tool("unshare", "util-linux");
  private static final Tool OPENSSL = Tool.of("openssl");

  private final Closing server;
  private final Path directory;
  private final int port;
  private final URI publishers;
  private final @Nullable Path authority;

  /**
   * A server that runs.
   *
   * @param port where devices read
   * @param publishers where publishers come
   * @param authority by whose certificate they know the server, or null if they need not
   */
  private DavServer(Closing server, Path directory, int port, URI publishers,
      @Nullable Path authority) {
    this.server = server;
    this.directory = directory;
    this.port = port;
    this.publishers = publishers;
    this.authority = authority;
  }

  static void require() {
    Needs.tools(Nginx.TOOL);
    Needs.tools(APACHE, NAMESPACE, OPENSSL);
    Needs.file(NGINX_MODULE, "libnginx-mod-http-dav-ext");
  }

  /** nginx, with the configuration that docs/operations.md shows; publishers come by TLS. */
  static DavServer nginx(Path directory, String documented) throws IOException {
    prepare(directory);
    Certificates certificates = Certificates.create(directory.resolve("certificates"));
    int port = Nginx.freePort();
    int secure = Nginx.freePort();
    Nginx nginx = Nginx.start(directory.resolve("nginx"), port,
        "load_module " + NGINX_MODULE + ";", documented
            .replace("listen 443 ssl;", """
              listen 127.0.0.1:%d;
              listen 127.0.0.1:%d ssl;
              ssl_certificate %s; ssl_certificate_key %s;
              """.formatted(port, secure, certificates.file("server.pem"),
                certificates.file("server.key")))
            .replace("/srv/updates", directory.resolve("files").toString())
            .replace("/etc/nginx/publishers", directory.resolve("passwords").toString()));
    return new DavServer(nginx::close, directory, port,
        URI.create("https://127.0.0.1:" + secure + "/"), certificates.file("ca.pem"));
  }

  /** Apache, which compares tags before it puts a file. */
  static DavServer apache(Path directory) throws IOException {
    prepare(directory);
    int port = Nginx.freePort();
    boolean root = "root".equals(System.getProperty("user.name"));
    // Apache that root starts works as another user, who cannot come to every place for temporary files.
    Path place = root ? Path.of("/srv") : directory;
    Files.writeString(directory.resolve("apache.conf"), """
      ServerRoot %1$s
      ServerName localhost
      PidFile %1$s/apache.pid
      DefaultRuntimeDir %1$s
      ErrorLog %1$s/error.log
      Listen 127.0.0.1:%2$d
      LoadModule mpm_event_module %3$smod_mpm_event.so
      LoadModule authn_core_module %3$smod_authn_core.so
      LoadModule authn_file_module %3$smod_authn_file.so
      LoadModule authz_core_module %3$smod_authz_core.so
      LoadModule authz_user_module %3$smod_authz_user.so
      LoadModule auth_basic_module %3$smod_auth_basic.so
      LoadModule dav_module %3$smod_dav.so
      LoadModule dav_fs_module %3$smod_dav_fs.so
      User www-data
      Group www-data
      DavLockDB %1$s/files/.lock
      DocumentRoot %1$s/files
      <Location />
        Dav On
        AuthType Basic
        AuthName publishers
        AuthUserFile %1$s/passwords
        <LimitExcept GET HEAD>
          Require valid-user
        </LimitExcept>
      </Location>
      """.formatted(place, port, APACHE_MODULES));
    String configuration = place.resolve("apache.conf").toString();
    Command apache = root
        ? NAMESPACE.command("--mount", "sh", "-ec",
            "mount --bind \"$1\" \"$2\"; exec apache2 -D FOREGROUND -f \"$3\"", "sh",
            directory.toString(), place.toString(), configuration)
        : APACHE.command("-D", "FOREGROUND", "-f", configuration);
    Background process = apache.start(directory.resolve("output.log"));
    process.awaitUntil(() -> Nginx.answers(port), LIMIT);
    return new DavServer(process::close, directory, port,
        URI.create("http://127.0.0.1:" + port + "/"), null);
  }

  private static void prepare(Path directory) throws IOException {
    Files.createDirectories(directory);
    String hashed = OPENSSL.command("passwd", "-apr1", PASSWORD).run().output().strip();
    Files.writeString(directory.resolve("passwords"), USER + ":" + hashed + "\n");
    for (String name : List.of("secret", "wrong")) {
      Path secret = Files.writeString(directory.resolve(name),
          name.equals("secret") ? PASSWORD : "another password");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
    // For Apache, which works as another user.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    makeOpen(directory.resolve("files"));
  }

  @Override
  public void makePlace(String name) throws IOException {
    makeOpen(directory.resolve("files").resolve(name));
  }

  private static void makeOpen(Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Override
  public Command mirror(JavaProgram basculeImage, String name, String... more) {
    return mirror(basculeImage, name, "secret", more);
  }

  @Override
  public Command mirrorAsAStranger(JavaProgram basculeImage, String name, String... more) {
    return mirror(basculeImage, name, "wrong", more);
  }

  @Override
  public Command mirrorToNowhere(JavaProgram basculeImage, String... more) {
    return mirror(basculeImage, "nowhere", "secret", more);
  }

  private Command mirror(JavaProgram basculeImage, String name, String secret, String... more) {
    List<String> words = new ArrayList<>(List.of("mirror", publishers + name, "--user", USER,
        "--passphrase-file", directory.resolve(secret).toString()));
    if (authority != null) {
      words.addAll(List.of("--ca", authority.toString()));
    }
    words.addAll(List.of(more));
    return basculeImage.command(words.toArray(String[]::new));
  }

  @Override
  public RemoteStore open(String name) throws IOException {
    String credentials = Base64.getEncoder()
        .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return WebDavStore.open(new DavPlace(publishers.resolve(name + "/"), "Basic " + credentials,
        authority == null ? null : PinnedAuthorities.read(authority)));
  }

  @Override
  public URI url(String name) {
    return URI.create("http://127.0.0.1:" + port + "/" + name + "/");
  }

  @Override
  public boolean comparesTags() {
    return authority == null;
  }

  /** What nginx was asked, see {@link Nginx#asked}. */
  List<String> asked() throws IOException {
    return Files.readAllLines(directory.resolve("nginx/asked.log"));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
