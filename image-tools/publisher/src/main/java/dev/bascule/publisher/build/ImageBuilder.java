package dev.bascule.publisher.build;

import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.VolumeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Builds an image: a directory with {@code image.json} and, for each volume, its tile table and its payload. Nothing
 * is signed here. The same input and settings give the same bytes.
 */
public final class ImageBuilder {

  /** How often building reads each volume. */
  public static final int PASSES = 3;

  private final Path directory;
  private final BuildSettings settings;

  /**
   * Builds into a directory.
   *
   * @param directory is made if it is not there; must be empty otherwise
   */
  public ImageBuilder(Path directory, BuildSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * Builds all volumes, then writes the manifest.
   *
   * @param progress is told the bytes that were read, as they are; each volume is read {@link #PASSES} times
   * @throws IOException if the directory has something in it, or a file cannot be read or written
   */
  public ImageManifest build(
      ImageDescription description, List<VolumeSource> sources, LongConsumer progress)
      throws IOException {
    requireEmpty(directory);
    Files.createDirectories(directory);
    VolumeBuilder builder = new VolumeBuilder(directory, settings);
    List<VolumeImage> volumes = new ArrayList<>();
    for (VolumeSource source : sources) {
      volumes.add(builder.build(source, progress));
    }
    ImageManifest image = description.manifest(volumes);
    Files.write(directory.resolve(ImageManifest.FILE_NAME), ManifestJson.encode(image));
    return image;
  }

  /**
   * Requires that an image can be built into a directory.
   *
   * @throws IOException if it is there and has something in it
   */
  public static void requireEmpty(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw new IOException(directory + ": expected an empty directory to build into; "
            + "remove what is in it or name another");
      }
    }
  }
}
