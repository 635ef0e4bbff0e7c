package dev.bascule.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Jars that a program is started from by the same paths wherever they lie: their directory is held open. The virtual machine's
 * cache knows its jars by the paths of the run that made it, and where nothing is at such a path it looks there anew for
 * each class that it has of that jar.
 *
 * @param place where the jars are
 */
public record JarDirectory(Path place) {

  private static final int DESCRIPTOR = 9;

  /** The class path of jars with these names, for whoever was started with {@link #opened}. */
  public static String classPath(List<String> names) {
    return names.stream()
        .map(name -> "/proc/self/fd/" + DESCRIPTOR + "/" + name)
        .collect(Collectors.joining(":"));
  }

  /** What ends a shell's line that starts a program so. */
  public static String opened(String place) {
    return DESCRIPTOR + "< " + place;
  }

  /** A program with arguments, started so. */
  public Command command(List<String> line) {
    List<String> words = new ArrayList<>(
        List.of("sh", "-c", "exec \"$@\" " + opened("\"$0\""), place.toString()));
    words.addAll(line);
    return Command.of(words);
  }

  /**
   * Runs a program once and keeps what the virtual machine learns (JEP 483, JEP 515). Two runs, recorded and made: where the
   * virtual machine starts the second by itself, the directory is not open there.
   *
   * @param line the program with arguments, and among them what it is given for the virtual machine
   */
  public void makeCache(Path cache, UnaryOperator<List<String>> line) throws IOException {
    Path recorded = cache.resolveSibling(cache.getFileName() + ".recorded");
    String configuration = "-XX:AOTConfiguration=" + recorded;
    command(line.apply(List.of("-XX:AOTMode=record", configuration))).run();
    command(line.apply(List.of("-XX:AOTMode=create", configuration, "-XX:AOTCache=" + cache)))
        .run();
    Files.delete(recorded);
    if (!Files.exists(cache)) {
      throw new IOException(cache + ": the Java runtime made no cache");
    }
  }
}
