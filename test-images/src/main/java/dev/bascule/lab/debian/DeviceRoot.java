package dev.bascule.lab.debian;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The root of a device's system as Debian's packages make it, kept between runs: files with their owners and modes.
 *
 * @param tree never changed; {@link #copyTo} makes one to be changed
 */
public record DeviceRoot(Path tree) {

  private static final Edition EDITION = Edition.AFTER;
  private static final String UUID = "6261736c-7562-4c61-8000-000066756c6c";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** The one in the cache, installed now if it is not there. Needs root, an archive of Debian's and a minute or two. */
  public static DeviceRoot get(Path cache, Progress progress) throws IOException {
    Recipe recipe = Recipe.DEVICE;
    Path kept = new KeptDirectory(cache, "device-" + recipe.key()).get(directory -> {
      progress.step("installing a Debian system (once; it is kept in the cache)");
      RootTree root = RootTree.install(recipe, EDITION, Archive.readSources(),
          directory.resolve("root"));
      Files.writeString(directory.resolve("packages"), root.packages(), StandardCharsets.UTF_8);
      root.clean(recipe.removed());
      root.clampTimes(EDITION.time());
    });
    return new DeviceRoot(kept.resolve("root"));
  }

  /** Copies it, with owners and modes. */
  public DeviceRoot copyTo(Path place) throws IOException {
    new FileTree(tree).copyTo(place);
    return new DeviceRoot(place);
  }

  /**
   * Makes a read-only volume of the tree as it is; the same tree gives the same bytes.
   *
   * @param time the one time of everything in it
   */
  public void writeVolume(Path volume, Instant time) throws IOException {
    new Tool("mkfs.erofs", "erofs-utils")
        .command("--quiet", "-x1", "-zlz4", "-T" + time.getEpochSecond(), "--ignore-mtime", "-U",
            UUID,
            volume.toString(), tree.toString())
        .within(LIMIT)
        .run();
  }
}
