package dev.bascule.updater.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The least that a device's configuration says, for tests of something else. */
public final class PlainConfiguration {

  private PlainConfiguration() {}

  /**
   * Writes it below a directory, whose {@code proc} stands for the kernel's, and reads it.
   *
   * @param device lines for the table {@code [device]}
   */
  public static Configuration write(Path root, String device) throws IOException {
    Path file = root.resolve(ConfigurationFiles.MAIN);
    Files.createDirectories(file.getParent());
    Files.writeString(file, """
      [device]
      model = "edge"
      %s
      [boot]
      loader = "gpt"
      disk = "/dev/vda"
      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"
      [host]
      proc = "%s"
      """.formatted(device, root.resolve("proc")));
    return ConfigurationFiles.read(root);
  }
}
