package dev.bascule.lab.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One of the project's own programs, as a process of its own: what its launcher beside the module runs.
 *
 * @param name as people call it
 * @param jar the built program; its libraries are in {@code lib} beside it
 * @param options for the virtual machine
 * @param lasting the commands that may take long; if none is named, all may
 */
public record JavaProgram(String name, Path jar, List<String> options, Set<String> lasting) {

  /** As the launchers have it; see {@code config/launch.sh}. */
  private static final List<String> USUAL = List.of(
      "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djdk.util.jar.enableMultiRelease=false",
      "-Dpicocli.disable.closures=true", "-Djna.platform.library.path=");

  /** For what is over before most of what the compilers do for it has paid. */
  private static final String PATIENT = "-XX:CompileThresholdScaling=10";

  /** What the JVM says of classes that it cannot keep is no news. */
  private static final String QUIET = "-Xlog:aot=off,cds=off";

  public JavaProgram {
    options = List.copyOf(options);
    lasting = Set.copyOf(lasting);
  }

  /**
   * Finds a program in a build of the project.
   *
   * @param checkout the repository's top directory
   * @param module the module's directory below it
   * @param artifact what the jar's name begins with
   * @param more options for the virtual machine
   * @throws IOException if it has not been built
   */
  public static JavaProgram built(
      String name, Path checkout, String module, String artifact, List<String> more)
      throws IOException {
    Path target = checkout.resolve(module).resolve("target");
    List<String> options = new ArrayList<>(USUAL);
    options.addAll(more);
    if (Files.isDirectory(target.resolve("lib"))) {
      try (Stream<Path> files = Files.list(target)) {
        List<Path> jars = files.filter(file -> isJar(file, artifact)).toList();
        if (jars.size() == 1) {
          return new JavaProgram(name, jars.getFirst(), options, Set.of());
        }
      }
    }
    throw new IOException(target + ": expected one " + artifact
        + "-*.jar with lib beside it; run ./mvnw -DskipTests package first");
  }

  /** The same program, of which only some commands may take long. */
  public JavaProgram withLasting(String... commands) {
    return new JavaProgram(name, jar, options, Set.of(commands));
  }

  /** The program with arguments, to be run. */
  public Command command(String... arguments) {
    return command(trained() ? List.of(QUIET, "-XX:AOTCache=" + cache()) : List.of(), arguments);
  }

  /** The same, and what the JVM learns in this run is kept for all later ones, those of the launcher too. */
  public Command training(String... arguments) {
    return command(List.of(QUIET, "-XX:AOTCacheOutput=" + cache()), arguments);
  }

  /** Whether a run of these very jars has been kept: with that of others the old code would run. */
  public boolean trained() {
    long kept = cache().toFile().lastModified();
    File[] libraries = jar.resolveSibling("lib").toFile().listFiles();
    return libraries != null && Stream.concat(Stream.of(jar.toFile()), Arrays.stream(libraries))
        .allMatch(file -> file.lastModified() < kept);
  }

  /** Where the launcher looks for it; see {@code config/launch.sh}. */
  private Path cache() {
    return jar.resolveSibling(name + ".aot");
  }

  private Command command(List<String> more, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(more);
    if (!lasting.isEmpty() && !(arguments.length > 0 && lasting.contains(arguments[0]))) {
      words.add(PATIENT);
    }
    words.add("-jar");
    words.add(jar.toString());
    words.addAll(List.of(arguments));
    return Command.of(words);
  }

  private static boolean isJar(Path file, String artifact) {
    String name = file.getFileName().toString();
    return name.startsWith(artifact + "-") && name.endsWith(".jar") && !name.contains("-sources");
  }
}
