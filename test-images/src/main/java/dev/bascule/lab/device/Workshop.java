package dev.bascule.lab.device;

import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.publisher.serve.AccessLog;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where images are made: keys, builds and a repository in one directory, all by the publisher's command. The keys are
 * not encrypted; nobody's devices trust them.
 */
public final class Workshop {

  /** The only model there is. */
  public static final String MODEL = "lab-board";

  /** Compressing a whole system at the highest level takes a minute on two cores. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Path directory;
  private final JavaProgram program;

  private Workshop(Path directory, JavaProgram program) {
    this.directory = directory;
    this.program = program;
  }

  /** Makes keys and an empty repository for the model in a directory that is not there yet. */
  public static Workshop create(Path directory, JavaProgram basculeImage) throws IOException {
    Workshop workshop = new Workshop(Files.createDirectories(directory), basculeImage);
    for (String name : List.of("root", "images", "rollout", "online")) {
      workshop.run("keys", "create", name, "--out", "keys", "--no-passphrase");
    }
    workshop.run(
        "root",
        "init",
        "--out",
        "root.json",
        "--key",
        "root=keys/root.pub",
        "--key",
        "targets=keys/root.pub",
        "--key",
        "snapshot=keys/online.pub",
        "--key",
        "timestamp=keys/online.pub");
    workshop.run("root", "sign", "root.json", "--keys", "keys/root.key");
    workshop.change("root", "publish", "root.json", "--repo", "repository");
    workshop.change(
        "model",
        "set",
        MODEL,
        "--repo",
        "repository",
        "--key",
        "images=keys/images.pub",
        "--key",
        "rollout=keys/rollout.pub");
    return workshop;
  }

  /** The same workshop, keys and all, in another directory that is not there yet. */
  public Workshop copyTo(Path place) throws IOException {
    new FileTree(directory).copyTo(place);
    return new Workshop(place, program);
  }

  /** The workshop that an earlier run made, with its metadata renewed. */
  public static Workshop open(Path directory, JavaProgram basculeImage) throws IOException {
    Workshop workshop = new Workshop(directory, basculeImage);
    workshop.change("refresh", "--repo", "repository", "--within", "3d");
    return workshop;
  }

  /**
   * Builds an image of one volume with a hash tree.
   *
   * @param release the release counter, also the version's last number
   * @param level zstd's
   * @param more options of {@code bascule-image build}
   */
  public ImageManifest build(int release, Path root, int level, String... more)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("root=" + root.toAbsolutePath()));
    words.addAll(List.of(more));
    return buildVolumes(release, level, words);
  }

  /**
   * Builds an image of volumes, its root with a hash tree.
   *
   * @param volumes {@code role=file} of each, and options of {@code bascule-image build}
   */
  public ImageManifest buildVolumes(int release, int level, List<String> volumes)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("build"));
    words.addAll(volumes);
    words.addAll(List.of("--verity", "root", "--model", MODEL, "--version", version(release),
        "--release", Integer.toString(release), "--level", Integer.toString(level), "--out",
        "build/" + version(release)));
    run(words.toArray(String[]::new));
    return ManifestJson.decode(Files.readAllBytes(built(release).resolve(ImageManifest.FILE_NAME)));
  }

  /**
   * Publishes an image and offers it to every device.
   *
   * @param more options of {@code bascule-image publish}
   */
  public void publish(int release, String... more) throws IOException {
    publication(release, more).run();
  }

  /** The same, as the run that trains the publisher's program. */
  void publishAsTraining(int release) throws IOException {
    program.training(publishing(release)).in(directory).within(LIMIT).run();
  }

  /** Puts what the channel offers, or what more options name, into one file. */
  public Path bundle(String name, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("bundle", "--repo", "repository", "--out", name));
    words.addAll(List.of(more));
    run(words.toArray(String[]::new));
    return directory.resolve(name).toAbsolutePath();
  }

  /** Signs the roles that are online anew, whatever they have left. */
  public void renew() throws IOException {
    change("refresh", "--repo", "repository", "--within", "9999d");
  }

  /** Publishes an image that no channel offers yet. */
  public void stock(int release) throws IOException {
    change("publish", "--repo", "repository", "--model", MODEL, "--image",
        "build/" + version(release));
  }

  /** The command that publishes an image and offers it to every device. */
  public Command publication(int release, String... more) {
    return program.command(publishing(release, more)).in(directory).within(LIMIT);
  }

  /** The command that signs a role anew, whatever it has left. */
  public Command renewal(String role) {
    return program.command(signed("refresh", "--repo", "repository", "--role", role, "--within",
        "9999d")).in(directory).within(LIMIT);
  }

  /** A private or public key's file: {@code root.key} is the targets role's too. */
  public Path key(String name) {
    return directory.resolve("keys").resolve(name);
  }

  /** Runs a command that signs, with all of the workshop's keys. */
  public void change(String... arguments) throws IOException {
    run(signed(arguments));
  }

  /** A new device of the workshop's model that trusts it. */
  public Device assemble(Path place, Path disk, String url, JavaProgram bascule)
      throws IOException {
    Device device = Device.assemble(place, disk, MODEL, url, bascule);
    device.trust(repository().resolve("metadata/1.root.json"));
    return device;
  }

  /**
   * A device as it leaves the factory: a disk with an image that was built here, and updates from the workshop's directory.
   *
   * @param place a directory that is made
   * @param root what is in slot A
   * @param release the image that this is
   */
  public Device manufacture(Path place, Path root, int release, JavaProgram bascule)
      throws IOException {
    Files.createDirectory(place);
    DiskImage disk =
        DiskImage.create(place.resolve("disk"), DiskPlan.forVolume(Files.size(root)), root);
    Device device = assemble(place.resolve("device"), disk.file(), "file://" + repository(),
        bascule);
    device.recordFactoryImage(built(release).resolve(ImageManifest.FILE_NAME));
    return device;
  }

  /** The version of a release. */
  public static String version(int release) {
    return "1.0." + release;
  }

  /** The directory that a web server would serve. */
  public Path repository() {
    return directory.resolve("repository").toAbsolutePath();
  }

  /**
   * Serves the repository at a port of this machine's loopback.
   *
   * @param bytesPerSecond 0 for no limit
   */
  public RepositoryServer serve(long bytesPerSecond, AccessLog log) throws IOException {
    return RepositoryServer.start(repository(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), bytesPerSecond, log);
  }

  /** Where an image is before it is published. */
  public Path built(int release) {
    return directory.resolve("build").resolve(version(release));
  }

  private void run(String... arguments) throws IOException {
    program.command(arguments).in(directory).within(LIMIT).run();
  }

  private static String[] publishing(int release, String... more) {
    List<String> words = new ArrayList<>(List.of("publish", "--repo", "repository", "--model",
        MODEL, "--image", "build/" + version(release), "--channel", "stable"));
    words.addAll(List.of(more));
    return signed(words.toArray(String[]::new));
  }

  private static String[] signed(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--keys", "keys/root.key", "keys/images.key"));
    words.addAll(List.of("keys/rollout.key", "keys/online.key"));
    return words.toArray(String[]::new);
  }
}
