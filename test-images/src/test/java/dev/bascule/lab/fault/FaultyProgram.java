package dev.bascule.lab.fault;

import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A copy of a program with faults in its classes. The program itself is not touched. */
public final class FaultyProgram {

  private FaultyProgram() {}

  /** Makes one in a new directory. */
  public static JavaProgram make(JavaProgram program, List<Edit> edits, Path directory)
      throws IOException {
    Files.createDirectories(directory.resolve("lib"));
    Set<Edit> left = new HashSet<>(edits);
    Path jar = directory.resolve(program.jar().getFileName());
    copy(program.jar(), jar, edits, left);
    try (Stream<Path> libraries = Files.list(program.jar().resolveSibling("lib"))) {
      for (Path library : libraries.toList()) {
        Path target = directory.resolve("lib").resolve(library.getFileName());
        if (library.getFileName().toString().startsWith("bascule-")) {
          copy(library, target, edits, left);
        } else {
          Files.createSymbolicLink(target, library);
        }
      }
    }
    if (!left.isEmpty()) {
      throw new IOException("no such classes: " + left);
    }
    return new JavaProgram(program.name(), jar, program.options(), program.lasting());
  }

  private static void copy(Path from, Path to, List<Edit> edits, Set<Edit> left)
      throws IOException {
    try (ZipFile source = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream target = new ZipOutputStream(file)) {
      target.setLevel(1);
      for (ZipEntry entry : source.stream().map(ZipEntry.class::cast).toList()) {
        target.putNextEntry(new ZipEntry(entry.getName()));
        byte[] content;
        try (InputStream in = source.getInputStream(entry)) {
          content = in.readAllBytes();
        }
        for (Edit edit : edits) {
          if (entry.getName().equals(edit.type().replace('.', '/') + ".class")) {
            content = edit.apply(content);
            left.remove(edit);
          }
        }
        target.write(content);
        target.closeEntry();
      }
    }
  }
}
