package dev.bascule.lab;

import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The repository's working copy that this program was built in: where the other modules' programs are.
 *
 * @param directory the top, which holds the Maven wrapper
 */
public record Checkout(Path directory) {

  /**
   * Finds it, upwards from this program's own jar or classes.
   *
   * @throws IOException if this program runs from somewhere else
   */
  public static Checkout find() throws IOException {
    Path program = program();
    for (Path place = program; place != null; place = place.getParent()) {
      if (Files.exists(place.resolve("mvnw"))) {
        return new Checkout(place);
      }
    }
    throw new IOException(
        program + ": expected to be below the project's checkout, found no mvnw above");
  }

  /** This program's own jar, or the directory of its classes. */
  public static Path program() throws IOException {
    try {
      return Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("this program's own place is no path", e);
    }
  }

  /** The device's command, with the memory that its launcher gives it. */
  public JavaProgram bascule() throws IOException {
    return JavaProgram
        .built("bascule", directory, "updater", "bascule-updater", List.of("-Xmx64m"))
        .withLasting("check", "update", "install", "daemon", "scrub");
  }

  /** The command for a rescue shell. */
  public JavaProgram basculeBootctl() throws IOException {
    return JavaProgram.built("bascule-bootctl", directory, "bootctl", "bascule-bootctl",
        List.of("-XX:TieredStopAtLevel=1"));
  }

  /** The publisher's command, with the memory that its launcher gives it. */
  public JavaProgram basculeImage() throws IOException {
    return JavaProgram
        .built("bascule-image", directory, "image-tools/publisher", "bascule-publisher",
            List.of("-Xmx640m", "-Xmn48m"))
        .withLasting("lint", "build", "import", "delta", "publish", "bundle", "mirror", "verify",
            "serve");
  }
}
