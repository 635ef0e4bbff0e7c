package dev.bascule.updater.device;

import dev.bascule.image.Sha256;
import dev.bascule.updater.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells this device's jitter from that of the others of its fleet, anew in each boot. */
public final class DeviceSeed {

  private static final int MAX_LENGTH = 256;

  private DeviceSeed() {}

  /** The configured seed or else the machine's id, and the boot's. */
  public static Sha256 of(Configuration configuration) throws IOException {
    String configured = configuration.device().seed();
    String machine = configured == null ? machineId(configuration.device().root()) : configured;
    String boot = BootId.read(configuration.host().proc());
    return Sha256.digest((machine + "\n" + boot).getBytes(StandardCharsets.UTF_8));
  }

  /** machine-id(5); a device without one still has its boot's id, which is random. */
  private static String machineId(Path root) {
    try (var stream = Files.newInputStream(root.resolve("etc/machine-id"))) {
      return new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
