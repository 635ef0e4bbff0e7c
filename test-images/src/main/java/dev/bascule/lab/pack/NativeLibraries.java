package dev.bascule.lab.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Libraries in machine code that come in jars, as files: nothing is unpacked on a device whose root is read-only. */
final class NativeLibraries {

  /** The name that the launcher gives zstd-jni's library. */
  static final String ZSTD = "libzstd-jni.so";

  private static final String JNA = "libjnidispatch.so";

  private NativeLibraries() {}

  /** Takes them out of the jars. */
  static void extract(List<Path> jars, Path directory) throws IOException {
    Architecture machine = Architecture.running();
    Files.createDirectories(directory);
    extract(jars, "jna-", Pattern.compile(
        "com/sun/jna/" + machine.jna() + "/libjnidispatch\\.so"), directory.resolve(JNA));
    extract(jars, "zstd-jni-", Pattern.compile(
        "linux/" + machine.java() + "/libzstd-jni-.*\\.so"), directory.resolve(ZSTD));
  }

  private static void extract(List<Path> jars, String name, Pattern entry, Path target)
      throws IOException {
    for (Path jar : jars) {
      if (jar.getFileName().toString().startsWith(name)) {
        try (JarFile file = new JarFile(jar.toFile())) {
          JarEntry found = file.stream()
              .filter(each -> entry.matcher(each.getName()).matches())
              .findFirst()
              .orElseThrow(() -> new IOException(jar + ": expected an entry " + entry));
          try (InputStream content = file.getInputStream(found)) {
            Files.copy(content, target);
          }
          return;
        }
      }
    }
    throw new IOException("expected a jar " + name + "* among " + jars);
  }
}
