package dev.bascule.lab.hawkbit;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Eclipse hawkBit's own update server, as a process on a free port of the loopback, with its database in memory. It was built
 * for older JDKs, which is why packages of the platform are opened to it.
 */
public final class HawkbitServer implements AutoCloseable {

  /** Who may use the Management API, and the password. */
  public static final String USER = "admin";

  /** Of that user. */
  public static final String PASSWORD = "lab-password";

  /** What devices that come through the gateway show. */
  public static final String GATEWAY_TOKEN = "lab-gateway-token";

  /** The only tenant. */
  public static final String TENANT = "DEFAULT";

  private static final Duration START = Duration.ofMinutes(5);
  private static final int LOG_TAIL = 8 << 10;
  private static final Pattern PORT =
      Pattern.compile("Tomcat started on port\\(s\\): ([0-9]{1,5}) ");
  private static final List<String> OPENED = List.of("lang", "lang.reflect", "text", "util");

  private final Background process;
  private final URI url;
  private final Management management;

  private HawkbitServer(Background process, URI url) {
    this.process = process;
    this.url = url;
    this.management = new Management(url, USER, PASSWORD);
  }

  /**
   * Starts the server and waits until it answers; half a minute on two slow cores. Devices may come with the gateway's token or
   * their own, and are asked to poll every second.
   *
   * @param directory for its log and files
   * @throws IOException with the log's tail if it does not come up
   */
  public static HawkbitServer start(Path directory, Checkout checkout) throws IOException {
    Files.createDirectories(directory);
    Background process =
        Command.of(words(directory, checkout)).start(directory.resolve("hawkbit.log"));
    try {
      process.awaitUntil(() -> PORT.matcher(process.log()).find(), START);
      Matcher port = PORT.matcher(process.log());
      if (!port.find()) {
        throw new IOException("the port is no longer in the log");
      }
      HawkbitServer server =
          new HawkbitServer(process, URI.create("http://127.0.0.1:" + port.group(1) + "/"));
      process.awaitUntil(server.management::answers, START);
      server.admitDevices();
      return server;
    } catch (IOException e) {
      String log = process.log();
      process.close();
      throw new IOException("hawkBit does not come up; its log ends so:\n"
          + log.substring(Math.max(0, log.length() - LOG_TAIL)), e);
    }
  }

  /** Where it is. */
  public URI url() {
    return url;
  }

  /** Its Management API. */
  public Management management() {
    return management;
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** The end of its log, for a test that failed. */
  public String logTail() throws IOException {
    String log = process.log();
    return log.substring(Math.max(0, log.length() - LOG_TAIL));
  }

  @Override
  public void close() throws IOException {
    process.close();
  }

  private void admitDevices() throws IOException {
    Map<String, Object> settings = Map.of(
        "authentication.gatewaytoken.enabled", true,
        "authentication.gatewaytoken.key", GATEWAY_TOKEN,
        "authentication.targettoken.enabled", true,
        "pollingTime", "00:00:01");
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      management.put("system/configs/" + setting.getKey(), Map.of("value", setting.getValue()));
    }
  }

  private static List<String> words(Path directory, Checkout checkout) throws IOException {
    Path home = checkout.directory().resolve("test-images/hawkbit");
    Path libraries = home.resolve("target/lib");
    if (!Files.isDirectory(libraries)) {
      throw new IOException(libraries + ": expected hawkBit's libraries, found nothing; run "
          + "./mvnw package -pl test-images/hawkbit first");
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String name : OPENED) {
      words.addAll(List.of("--add-opens", "java.base/java." + name + "=ALL-UNNAMED"));
    }
    words.addAll(List.of("-cp", libraries + "/*", "--source", "8",
        home.resolve("HawkbitApplication.java").toString(),
        "--server.port=0", "--server.address=127.0.0.1",
        // Behind a server that ends TLS its links begin as devices came to it.
        "--server.forward-headers-strategy=framework",
        "--spring.main.banner-mode=off",
        "--spring.main.allow-bean-definition-overriding=true",
        "--spring.security.user.name=" + USER,
        "--spring.security.user.password={noop}" + PASSWORD,
        "--hawkbit.controller.minPollingTime=00:00:01",
        "--org.eclipse.hawkbit.repository.file.path=" + directory.resolve("artifacts"),
        "--logging.level.root=WARN",
        "--logging.level.org.springframework.boot.web.embedded.tomcat=INFO"));
    return words;
  }
}
