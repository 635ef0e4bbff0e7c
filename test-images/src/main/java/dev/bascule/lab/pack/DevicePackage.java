package dev.bascule.lab.pack;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.manual.Manual;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Everything that a device's image has of Bascule, below one directory.
 *
 * @param tree what is laid over the image's root
 * @param version the project's
 * @param time when everything in it was changed last: the time that the build gives everything
 */
public record DevicePackage(Path tree, String version, Instant time) {

  private static final String HOME = "usr/lib/bascule";
  private static final String TREE = "tree";
  private static final List<String> PROGRAMS = List.of("bascule", "bascule-bootctl");

  /**
   * Makes it of the checkout's build.
   *
   * @param cache where the Java runtime is kept
   * @param tree is made
   */
  public static DevicePackage make(Checkout checkout, Path cache, Path tree, Progress progress)
      throws IOException {
    DevicePackage made = assemble(checkout, cache, tree, progress);
    made.rehearse(checkout, progress);
    return made;
  }

  /**
   * The package of the checkout's build as an earlier run left it beside the build, or made now. It is read and not changed.
   *
   * @param cache where the Java runtime is kept
   */
  public static DevicePackage kept(Checkout checkout, Path cache, Progress progress)
      throws IOException {
    List<Path> jars = jars(checkout);
    List<Path> inputs = new ArrayList<>(jars);
    inputs.add(units(checkout));
    inputs.add(Checkout.program());
    inputs.add(JavaRuntime.get(cache, progress).resolve("release"));
    Path place = new KeptDirectory(checkout.directory().resolve("test-images/target/packages"),
        new PackageInputs(inputs).key())
        .get(directory -> make(checkout, cache, directory.resolve(TREE), progress));
    return of(jars.getFirst(), place.resolve(TREE));
  }

  /** Makes all of it but the cache: the same build gives the same bytes. */
  static DevicePackage assemble(Checkout checkout, Path cache, Path tree, Progress progress)
      throws IOException {
    List<Path> jars = jars(checkout);
    DevicePackage made = of(jars.getFirst(), Files.createDirectories(tree).toRealPath());
    new FileTree(JavaRuntime.get(cache, progress)).copyTo(made.directory(HOME).resolve("runtime"));
    progress.step("the programs");
    made.addJars(jars);
    made.addLaunchers(jars.stream().map(DevicePackage::name).toList());
    made.addUnits(checkout);
    made.addTexts();
    new FileTree(made.tree).setTimes(made.time);
    return made;
  }

  /**
   * Adds the cache of the programs' start. A cache knows its jars and its runtime by their times, which are set by now;
   * and it holds what the virtual machine happened to do, so no two are the same.
   */
  private void rehearse(Checkout checkout, Progress progress) throws IOException {
    progress.step("running them once, for the cache of their start");
    Path home = tree.resolve(HOME);
    new Rehearsal(home, jars(checkout).stream().map(DevicePackage::name).toList()).run(checkout);
    new FileTree(tree).setTimes(time);
  }

  /** The name that its files begin with. */
  public String name() throws IOException {
    return "bascule_" + DebianPackage.debianVersion(version) + "_"
        + Architecture.running().debian();
  }

  /**
   * Writes it as a tar.
   *
   * @param level zstd's
   */
  public Path writeTar(Path directory, int level) throws IOException {
    Path file = directory.resolve(name() + ".tar.zst");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new TarArchive(tree, time).write(out, level);
    }
    return file;
  }

  /**
   * Writes it as a package of Debian's.
   *
   * @param level zstd's
   */
  public Path writeDebianPackage(Path directory, int level) throws IOException {
    Path file = directory.resolve(name() + ".deb");
    new DebianPackage(tree, version, time).write(file, level);
    return file;
  }

  /** The program of a name, as it can be run from the tree. */
  public Path program(String name) {
    return tree.resolve("usr/bin").resolve(name);
  }

  /** The build's jars, in the order in which classes are looked for. */
  private static List<Path> jars(Checkout checkout) throws IOException {
    Path program = checkout.bascule().jar();
    List<Path> jars = new ArrayList<>(List.of(program));
    try (Stream<Path> libraries = Files.list(program.resolveSibling("lib"))) {
      libraries.sorted().forEach(jars::add);
    }
    return jars;
  }

  private void addJars(List<Path> jars) throws IOException {
    Path place = directory(HOME + "/" + Launch.JARS);
    for (Path jar : jars) {
      new SlimJar(jar).write(place.resolve(name(jar)), jars, time);
    }
    NativeLibraries.extract(jars, directory(HOME + "/native"));
  }

  private void addLaunchers(List<String> jars) throws IOException {
    for (Text launcher : List.of(Text.BASCULE, Text.BOOTCTL)) {
      String text = launcher.read();
      for (Launch launch : Launch.all()) {
        text = text.replace(launch.word(), launch.line(jars));
      }
      Path file = write("usr/bin/" + launcher.file(), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void addUnits(Checkout checkout) throws IOException {
    Path units = units(checkout);
    try (Stream<Path> files = Files.walk(units)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String place = UnitPlace.of(units.relativize(file));
        if (!place.isEmpty()) {
          write(place, Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static Path units(Checkout checkout) {
    return checkout.directory().resolve("systemd");
  }

  private void addTexts() throws IOException {
    Path manual = directory("manual");
    Manual.write(manual, version);
    for (String name : PROGRAMS) {
      write("usr/share/man/man1/" + name + ".1", Files.readString(manual.resolve(
          "man1/" + name + ".1")));
      write("usr/share/bash-completion/completions/" + name,
          Files.readString(manual.resolve("bash-completion/" + name)));
      write("usr/share/zsh/vendor-completions/_" + name,
          Text.ZSH.read().replace("@NAME@", name));
    }
    new FileTree(manual).delete();
    write("usr/share/doc/bascule/copyright", Text.COPYRIGHT.read());
    write("usr/share/doc/bascule/examples/bascule.toml", Text.EXAMPLE.read());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Path directory(String place) throws IOException {
    return Files.createDirectories(tree.resolve(place));
  }

  private Path write(String place, String text) throws IOException {
    Path file = tree.resolve(place);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** Of a jar's manifest: its version, and the one time that the build gives all ({@code outputTimestamp}). */
  private static DevicePackage of(Path jar, Path tree) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      ZipEntry manifest = file.getEntry(JarFile.MANIFEST_NAME);
      String version = file.getManifest()
          .getMainAttributes()
          .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return new DevicePackage(tree, version,
          manifest.getTimeLocal().toInstant(ZoneOffset.UTC));
    }
  }
}
