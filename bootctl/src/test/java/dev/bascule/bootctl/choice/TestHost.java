package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine made of files: a directory with {@code proc}, {@code sys} and {@code dev} in it. */
public record TestHost(Path directory) {

  /** Makes the directories, with an empty kernel command line. */
  public static TestHost in(Path directory) throws IOException {
    for (String name : new String[]{"proc/self", "sys", "dev"}) {
      Files.createDirectories(directory.resolve(name));
    }
    var host = new TestHost(directory);
    host.commandLine("");
    return host;
  }

  /** What the loader gives the kernel. */
  public void commandLine(String line) throws IOException {
    Files.writeString(host().proc().resolve("cmdline"), line + "\n");
  }

  public Host host() {
    return new Host(directory.resolve("proc"), directory.resolve("sys"), directory.resolve("dev"));
  }
}
