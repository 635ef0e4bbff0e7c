package dev.bascule.lab.demo;

import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The fleet manager's desk: keys, a repository, and a web server before it. */
final class Fleet implements AutoCloseable {

  static final String MODEL = "demo-board";

  private final Path directory;
  private final JavaProgram image;
  private final Narrator narrator;
  private String port = "0";
  private @Nullable Background server;

  Fleet(Path directory, JavaProgram image, Narrator narrator) {
    this.directory = directory;
    this.image = image;
    this.narrator = narrator;
  }

  /** Where the repository is. */
  Path repository() {
    return directory.resolve("repository");
  }

  /** The root that devices are made to trust. */
  Path trustedRoot() {
    return repository().resolve("metadata/1.root.json");
  }

  /** Makes keys, a root that two of three people sign, and a repository for one model. */
  void create() throws IOException {
    for (String name : new String[]{"alice", "bob", "carol", "images", "rollout", "online"}) {
      run("keys", "create", name, "--out", "keys", "--no-passphrase");
    }
    run("root", "init", "--out", "root.json",
        "--key", "root=keys/alice.pub", "--key", "root=keys/bob.pub", "--key",
        "root=keys/carol.pub",
        "--threshold", "root=2", "--key", "targets=keys/alice.pub",
        "--key", "snapshot=keys/online.pub", "--key", "timestamp=keys/online.pub");
    run("root", "sign", "root.json", "--keys", "keys/alice.key");
    show("root", "sign", "root.json", "--keys", "keys/bob.key");
    run("root", "publish", "root.json", "--repo", "repository",
        "--keys", "keys/alice.key", "keys/online.key");
    show("model", "set", MODEL, "--repo", "repository", "--root", "root.json",
        "--key", "images=keys/images.pub",
        "--key", "rollout=keys/rollout.pub", "--keys", "keys/alice.key", "keys/online.key");
  }

  /** Builds an image of a volume. */
  void build(String version, int release, String model, Path volume) throws IOException {
    run("build", "root=" + volume, "--model", model, "--version", version,
        "--release", String.valueOf(release), "--floor", "1", "--verity", "root", "--level", "3",
        "--name", "Demo system", "--out", "build/" + version);
  }

  /** The manifest of an image that was built. */
  Path manifest(String version) {
    return directory.resolve("build").resolve(version).resolve(ImageManifest.FILE_NAME);
  }

  /** Publishes an image and offers it to everybody. */
  void publish(String version) throws IOException {
    Outcome outcome = tryPublish(version);
    if (!outcome.succeeded()) {
      throw new IOException("publishing " + version + " failed: " + outcome.errors());
    }
  }

  /** Publishes an image, or shows why not. */
  Outcome tryPublish(String version) throws IOException {
    String[] arguments =
        {"publish", "--repo", "repository", "--root", "root.json", "--model", MODEL,
            "--image", "build/" + version, "--channel", "stable", "--no-delta",
            "--keys", "keys/images.key", "keys/rollout.key", "keys/online.key"};
    narrator.command("bascule-image " + String.join(" ", arguments));
    Outcome outcome = image.command(arguments).in(directory).attempt();
    narrator.output(outcome.output());
    narrator.output(outcome.errors());
    return outcome;
  }

  /** Starts the web server, at the same port as before. */
  void serve(long bytesPerSecond) throws IOException {
    Path portFile = directory.resolve("port");
    Files.deleteIfExists(portFile);
    Background started = image.command("serve", "repository", "--port", port,
        "--port-file", portFile.toString(), "--rate", String.valueOf(bytesPerSecond), "--quiet")
        .in(directory)
        .start(directory.resolve("server.log"));
    server = started;
    started.awaitUntil(() -> Files.exists(portFile) && Files.size(portFile) > 0,
        Duration.ofSeconds(30));
    port = Files.readString(portFile).strip();
  }

  /** Where devices find the repository. */
  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Stops the web server. */
  @Override
  public void close() throws IOException {
    Background running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  private void run(String... arguments) throws IOException {
    narrator.command("bascule-image " + String.join(" ", arguments));
    image.command(arguments).in(directory).run();
  }

  private void show(String... arguments) throws IOException {
    narrator.command("bascule-image " + String.join(" ", arguments));
    narrator.output(image.command(arguments).in(directory).run().output());
  }
}
