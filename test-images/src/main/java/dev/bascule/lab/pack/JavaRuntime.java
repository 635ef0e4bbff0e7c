package dev.bascule.lab.pack;

import dev.bascule.image.Sha256;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A Java runtime with the modules that the device's programs need, linked by the JDK that this program runs on. */
public final class JavaRuntime {

  /**
   * Jackson and JNA name more (java.desktop, java.sql), for things that are not done here. TLS and elliptic curves are in
   * java.base.
   */
  private static final String MODULES = "java.base,java.logging,java.net.http,java.xml,"
      + "jdk.httpserver,jdk.security.auth,jdk.unsupported";

  private JavaRuntime() {}

  /** A runtime in the cache, linked now if it is not there. */
  public static Path get(Path cache, Progress progress) throws IOException {
    String what = System.getProperty("java.vendor") + Runtime.version() + MODULES;
    String key = Sha256.digest(what.getBytes(StandardCharsets.UTF_8)).brief();
    return new KeptDirectory(cache, "runtime-" + key).get(directory -> {
      progress.step("linking a Java runtime");
      Command.of(List.of(Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
          "--add-modules", MODULES, "--strip-debug", "--no-header-files", "--no-man-pages",
          "--compress", "zip-0", "--output", directory.resolve("java").toString())).run();
    }).resolve("java");
  }
}
