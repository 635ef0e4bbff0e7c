package dev.bascule.lab.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SlimJarTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:06Z");

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;

  @Test
  void raisesEveryClassThatTheCacheWouldNotKeep() throws Exception {
    Path source = jarOf(CommandLine.class);
    assertThat(oldClasses(source)).as("if it has none, raising can go").isPositive();

    Path slim = slim(source, "a.jar");

    assertThat(oldClasses(slim)).isZero();
  }

  @Test
  void raisedClassesAreVerifiedAndDoWhatTheyDid() throws Exception {
    Path slim = slim(jarOf(CommandLine.class), "a.jar");

    try (URLClassLoader classes = new URLClassLoader(new URL[]{slim.toUri().toURL()},
        ClassLoader.getPlatformClassLoader()); JarFile jar = new JarFile(slim.toFile())) {
      for (String name : jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .toList()) {
        // Initialised too: the verifier looks at every method before that.
        Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), true, classes);
      }
      Class<?> ansi = classes.loadClass("picocli.CommandLine$Help$Ansi");
      Object off = ansi.getField("OFF").get(null);
      assertThat(ansi.getMethod("string", String.class).invoke(off, "@|bold x|@ y"))
          .isEqualTo("x y");
    }
  }

  @Test
  void givesTheSameBytesTwice() throws Exception {
    Path source = jarOf(CommandLine.class);

    assertThat(slim(source, "a.jar")).hasSameBinaryContentAs(slim(source, "b.jar"));
  }

  @Test
  void leavesOutMachineCodeAndOtherReleasesClasses() throws Exception {
    Path slim = slim(jarOf(com.github.luben.zstd.Zstd.class), "zstd.jar");

    try (JarFile jar = new JarFile(slim.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("com/github/luben/zstd/Zstd.class")
          .noneMatch(name -> name.endsWith(".so") || name.startsWith("META-INF/versions/"));
    }
  }

  private Path slim(Path source, String name) throws IOException {
    Path target = directory.resolve(name);
    new SlimJar(source).write(target, List.of(source), TIME);
    assertThat(Files.getLastModifiedTime(target).toInstant()).isEqualTo(TIME);
    return target;
  }

  private static long oldClasses(Path source) throws IOException {
    try (JarFile jar = new JarFile(source.toFile())) {
      long count = 0;
      for (var entry : jar.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        count += RaisedClass.isOld(jar.getInputStream(entry).readAllBytes()) ? 1 : 0;
      }
      return count;
    }
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
