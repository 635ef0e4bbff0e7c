package dev.bascule.updater.device;

import dev.bascule.image.Sha256;
import dev.bascule.image.catalog.Seed;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells this device from the others of its fleet, where chance must not fall on all of them alike. */
public final class DeviceSeed {

  private static final String NAME = "seed";
  private static final int MAX_LENGTH = 256;

  private DeviceSeed() {}

  /** For waits, anew in each boot: the configured seed or else the machine's id, and the boot's. */
  public static Sha256 ofBoot(Configuration configuration) throws IOException {
    String configured = configuration.device().seed();
    String machine = configured == null ? machineId(configuration.device().root()) : configured;
    String boot = BootId.read(configuration.host().proc());
    return digest(machine + "\n" + boot);
  }

  /**
   * For rollouts, the same for all of the device's life: the configured seed, or else one that is drawn when it is first
   * asked for and kept with the state. The machine's id would not do: on a read-only root it may be another in each boot, and
   * an image may bring the same to all. A cut while it is kept leaves none; no rollout has gone by it then.
   */
  public static Seed lasting(Configuration configuration) throws IOException {
    String configured = configuration.device().seed();
    if (configured != null) {
      return new Seed(digest(configured));
    }
    Path file = configuration.device().state().resolve(NAME);
    Optional<Seed> kept = read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    return keep(file, new SecureRandom(), machineId(configuration.device().root()));
  }

  /** A state that cannot be written has the machine's id decide: better than no place in the rollout. */
  private static Seed keep(Path file, SecureRandom random, String machine) {
    byte[] drawn = new byte[Sha256.LENGTH];
    random.nextBytes(drawn);
    Seed seed = new Seed(Sha256.of(drawn));
    try {
      DurableFile.write(file, (seed.device() + "\n").getBytes(StandardCharsets.US_ASCII));
      return seed;
    } catch (IOException e) {
      return new Seed(digest(machine));
    }
  }

  private static Optional<Seed> read(Path file) {
    @Nullable String text = firstLine(file);
    try {
      return Optional.ofNullable(text).map(Sha256::parse).map(Seed::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Sha256 digest(String text) {
    return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** machine-id(5); a device without one still has its boot's id, which is random. */
  private static String machineId(Path root) {
    @Nullable String id = firstLine(root.resolve("etc/machine-id"));
    return id == null ? "" : id;
  }

  private static @Nullable String firstLine(Path file) {
    try (var stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
