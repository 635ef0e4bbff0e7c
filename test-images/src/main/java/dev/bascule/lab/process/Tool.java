package dev.bascule.lab.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that the laboratory needs, and the Debian package that brings it.
 *
 * @param name the program's file name
 * @param debianPackage what to install where the program is missing
 */
public record Tool(String name, String debianPackage) {

  /** Directories that hold tools for disks and are not in everyone's search path. */
  private static final List<String> SYSTEM_DIRECTORIES = List.of("/usr/sbin", "/sbin");

  public Tool {
    if (name.isEmpty() || name.contains("/")) {
      throw new IllegalArgumentException("not a program's file name: " + name);
    }
  }

  /** A program that is named like its package. */
  public static Tool of(String name) {
    return new Tool(name, name);
  }

  /** The program's file, searched in {@code PATH} and in the system's own directories. */
  public Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), SYSTEM_DIRECTORIES.stream())
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A command that runs this program.
   *
   * @throws MissingToolException if the program is not installed
   */
  public Command command(String... arguments) throws MissingToolException {
    return command(List.of(arguments));
  }

  /**
   * A command that runs this program.
   *
   * @throws MissingToolException if the program is not installed
   */
  public Command command(List<String> arguments) throws MissingToolException {
    Path program = find().orElseThrow(() -> new MissingToolException(this));
    return Command.of(Stream.concat(Stream.of(program.toString()), arguments.stream()).toList());
  }
}
