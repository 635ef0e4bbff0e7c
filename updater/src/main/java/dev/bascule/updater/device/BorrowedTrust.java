package dev.bascule.updater.device;

import dev.bascule.image.file.TreeRemoval;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.config.Configuration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of what a device trusts, for a question: whatever is learnt while it is answered is forgotten. A repository that is
 * looked into and not installed from must not become the one that others are measured by.
 *
 * @param directory stands for the device's state
 */
record BorrowedTrust(Path directory) implements Closeable {

  /** What a store of trusted metadata holds, at most. */
  private static final int MOST_FILES = 4096;

  /** The newest image of a device's model in a bundle, verified by what the device trusts. */
  static CheckedImage inspect(Configuration configuration, Supply.Bundle bundle, Instant builtAt)
      throws IOException {
    var device = configuration.device();
    try (BorrowedTrust trust = of(device.state(), device.run());
        Repositories repository =
            Repositories.open(configuration, bundle, builtAt, trust.directory())) {
      return repository.newest();
    }
  }

  /** Copies what a device trusts to where its files end with the boot. */
  private static BorrowedTrust of(Path state, Path run) throws IOException {
    BorrowedTrust copy =
        new BorrowedTrust(Files.createTempDirectory(Files.createDirectories(run), "trust-"));
    try {
      Path tuf = state.resolve(Repositories.TRUSTED);
      for (Path file : Files.isDirectory(tuf) ? below(tuf) : List.<Path>of()) {
        Path target = copy.directory.resolve(state.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.limit(MOST_FILES).toList();
    }
  }

  @Override
  public void close() throws IOException {
    TreeRemoval.remove(directory);
  }
}
