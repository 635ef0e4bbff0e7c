package dev.bascule.updater.check;

import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.Target;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The small targets that a device looked at last, one for each name: the catalogue, an image's manifest. What is kept is
 * used if it is still what metadata stands for, so that a look that finds nothing new fetches nothing of them.
 *
 * @param directory made when the first one is kept
 */
public record HeldTargets(Path directory) {

  /** A target's content, verified; what is fetched is kept where the medium takes it. */
  byte[] get(Target target, Fetch fetch) throws IOException {
    Path file = directory.resolve(name(target));
    Optional<byte[]> held = read(file).filter(target::isOf);
    if (held.isPresent()) {
      return held.get();
    }
    byte[] content = fetch.fetch(target);
    try {
      DurableFile.write(file, content);
    } catch (IOException e) {
      // It is fetched again the next time.
    }
    return content;
  }

  /** Fetches a target, verified. */
  interface Fetch {
    byte[] fetch(Target target) throws IOException;
  }

  /** What stands behind the last slash of a path that was signed: of the names that are asked for here. */
  private static String name(Target target) {
    return target.path().substring(target.path().lastIndexOf('/') + 1);
  }

  private static Optional<byte[]> read(Path file) {
    try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ,
        LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes(Limits.STANDARD.target() + 1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
