package dev.bascule.lab.mirror;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.web.Nginx;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.s3.S3Place;
import dev.bascule.publisher.mirror.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Proxy, its objects as files in one bucket, as two processes on ports of the loopback. At one publishers must show who they are; at
 * the other everybody may read, as a bucket's policy or a CDN has it in the world outside.
 */
final class S3Proxy implements StoreServer {

  private static final String BUCKET = "updates";
  private static final String IDENTITY = "lab-identity";
  private static final String CREDENTIAL = "lab-credential";
  private static final Duration START = Duration.ofMinutes(2);

  private final List<Background> processes;
  private final URI endpoint;
  private final URI open;

  private S3Proxy(List<Background> processes, URI endpoint, URI open) {
    this.processes = processes;
    this.endpoint = endpoint;
    this.open = open;
    System.setProperty("aws.accessKeyId", IDENTITY);
    System.setProperty("aws.secretAccessKey", CREDENTIAL);
  }

  static S3Proxy start(Path directory, Checkout checkout) throws IOException {
    Path files = Files.createDirectories(directory.resolve("files"));
    int port = Nginx.freePort();
    int open = Nginx.freePort();
    String known = "aws-v2-or-v4\ns3proxy.identity=%s\ns3proxy.credential=%s"
        .formatted(IDENTITY, CREDENTIAL);
    Path jar = jar(checkout);
    Background publishers =
        start(jar, settings(directory.resolve("publishers"), known, port, files));
    Background devices = start(jar, settings(directory.resolve("devices"), "none", open, files));
    S3Proxy server = new S3Proxy(List.of(publishers, devices), local(port), local(open));
    try {
      publishers.awaitUntil(() -> Nginx.answers(port), START);
      devices.awaitUntil(() -> Nginx.answers(open), START);
      server.makeBucket();
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static Background start(Path jar, Path settings) throws IOException {
    return Command.of(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString(),
        "--properties", settings.toString()))
        .start(settings.resolveSibling(
            settings.getFileName() + ".log"));
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static Path settings(Path file, String authorization, int port, Path files)
      throws IOException {
    return Files.writeString(file, """
      s3proxy.authorization=%s
      s3proxy.endpoint=%s
      jclouds.provider=filesystem-nio2
      jclouds.filesystem.basedir=%s
      """.formatted(authorization, local(port), files));
  }

  private static Path jar(Checkout checkout) throws IOException {
    Path libraries = checkout.directory().resolve("test-images/s3proxy/target/lib");
    if (Files.isDirectory(libraries)) {
      try (Stream<Path> jars = Files.list(libraries)) {
        return jars.findFirst().orElseThrow();
      }
    }
    throw new IOException(libraries + ": expected S3Proxy, found nothing; run "
        + "./mvnw package -pl test-images/s3proxy first");
  }

  private void makeBucket() {
    try (S3Client client = S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, CREDENTIAL)))
        .build()) {
      client.createBucket(request -> request.bucket(BUCKET));
    }
  }

  @Override
  public void makePlace(String name) {
    // A prefix needs no making.
  }

  @Override
  public Command mirror(JavaProgram basculeImage, String name, String... more) {
    return mirror(basculeImage, endpoint, BUCKET + "/" + name, CREDENTIAL, more);
  }

  @Override
  public Command mirrorAsAStranger(JavaProgram basculeImage, String name, String... more) {
    return mirror(basculeImage, endpoint, BUCKET + "/" + name, "wrong", more);
  }

  @Override
  public Command mirrorToNowhere(JavaProgram basculeImage, String... more) {
    return mirror(basculeImage, endpoint, "nowhere/x", CREDENTIAL, more);
  }

  /** The command that puts a repository there through another server, which passes on what it is asked. */
  Command mirrorThrough(URI other, JavaProgram basculeImage, String name, String... more) {
    return mirror(basculeImage, other, BUCKET + "/" + name, CREDENTIAL, more);
  }

  /** The port at which publishers come. */
  int port() {
    return endpoint.getPort();
  }

  private static Command mirror(JavaProgram basculeImage, URI server, String place,
      String credential, String... more) {
    List<String> words = new ArrayList<>(
        List.of("mirror", "s3://" + place, "--endpoint", server.toString()));
    words.addAll(List.of(more));
    return basculeImage.command(words.toArray(String[]::new))
        .with("AWS_ACCESS_KEY_ID", IDENTITY)
        .with("AWS_SECRET_ACCESS_KEY", credential);
  }

  @Override
  public RemoteStore open(String name) throws IOException {
    return S3Store.open(S3Place.parse("s3://" + BUCKET + "/" + name, endpoint, null, null));
  }

  @Override
  public URI url(String name) {
    return URI.create(open + "/" + BUCKET + "/" + name + "/");
  }

  @Override
  public boolean comparesTags() {
    return true;
  }

  @Override
  public void close() throws IOException {
    for (Background process : processes) {
      process.close();
    }
  }
}
