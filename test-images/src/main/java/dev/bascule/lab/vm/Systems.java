package dev.bascule.lab.vm;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.machine.Architecture;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The system of each architecture, built when the first loader asks for it. */
public final class Systems {

  private final Checkout checkout;
  private final Path cache;
  private final Path directory;
  private final Progress progress;
  private final Map<Architecture, TinySystem> built = new EnumMap<>(Architecture.class);

  /**
   * None is built yet.
   *
   * @param directory new or empty
   */
  public Systems(Checkout checkout, Path cache, Path directory, Progress progress) {
    this.checkout = checkout;
    this.cache = cache;
    this.directory = directory;
    this.progress = progress;
  }

  /** The system that a loader starts. */
  public synchronized TinySystem of(LoaderSetup loader) throws IOException {
    Architecture architecture = loader.firmware(directory).architecture();
    TinySystem system = built.get(architecture);
    if (system == null) {
      system = TinySystem.build(architecture, checkout, cache,
          directory.resolve(architecture.name().toLowerCase(Locale.ROOT)), progress);
      built.put(architecture, system);
    }
    return system;
  }
}
