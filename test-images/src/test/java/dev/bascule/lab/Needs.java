package dev.bascule.lab;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a test needs of its machine. Absent, it is a failure where CI is {@code true}, else a skip. */
public final class Needs {

  private Needs() {}

  /** Programs that judge or build. */
  public static void tools(Tool... tools) {
    List<String> missing = Stream.of(tools)
        .filter(tool -> tool.find().isEmpty())
        .map(tool -> tool.name() + " (Debian's package " + tool.debianPackage() + ")")
        .toList();
    require(missing.isEmpty(), "missing: " + missing);
  }

  /** A file that is no program, and the Debian package that brings it. */
  public static void file(String path, String debianPackage) {
    require(Files.exists(Path.of(path)),
        "missing: " + path + " (Debian's package " + debianPackage + ")");
  }

  /** To be root: for loop devices, and to install packages into a directory. */
  public static void root() throws IOException {
    require(
        Tool.of("id").command("-u").run().output().strip().equals("0"),
        "this test must run as root");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition && "true".equals(System.getenv("CI"))) {
      fail(otherwise);
    }
    assumeTrue(condition, otherwise);
  }
}
