package dev.bascule.image.manifest;

import dev.bascule.image.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one image is: the file {@code image.json}, a TUF target that the image-signing role signs. Everything that a
 * device writes is fixed by it, so that volumes of different releases cannot be mixed.
 *
 * @param name the product's name, for people
 * @param compatible the models that it is for; a device takes it if its own is among them
 * @param release the release counter, which anti-rollback goes by
 * @param floor what the device's floor rises to once this image is confirmed; at most {@code release}
 * @param minimumVersion the oldest version that may update to this one, or null for any
 * @param notes for people, may be empty
 */
public record ImageManifest(String name, Version version, Instant built, List<String> compatible,
    long release, long floor, @Nullable Version minimumVersion, String notes,
    List<VolumeImage> volumes) {

  /** The file's name beside the volumes' files. */
  public static final String FILE_NAME = "image.json";

  /** A longer manifest is refused: 8 MiB, enough for 100 GiB of payload. */
  public static final int MAX_LENGTH = 8 << 20;

  static final int MAX_COMPATIBLE = 256;
  static final int MAX_VOLUMES = 32;
  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public ImageManifest {
    compatible = List.copyOf(compatible);
    volumes = List.copyOf(volumes);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: is empty");
    }
    if (compatible.isEmpty()) {
      throw new IllegalArgumentException("compatible: expected at least one model");
    }
    compatible.forEach(ImageManifest::requireModel);
    if (floor < 0 || floor > release) {
      throw new IllegalArgumentException(
          "floor: expected 0 to the release counter " + release + ", found " + floor);
    }
    if (volumes.isEmpty()) {
      throw new IllegalArgumentException("volumes: expected at least one");
    }
    Set<String> roles = new HashSet<>();
    for (VolumeImage volume : volumes) {
      if (!roles.add(volume.role())) {
        throw new IllegalArgumentException("volumes: two have the role " + volume.role());
      }
    }
  }

  /** Refuses what is not a model's name: up to 64 lower-case letters, digits, {@code . _ -}. */
  public static String requireModel(String model) {
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "model: expected up to 64 lower-case letters, digits, '.', '_' or '-', found " + model);
    }
    return model;
  }

  /** Where a model's image of a version stands in the repository: its directory, no slash at the end. */
  public static String directory(String model, Version version) {
    return requireModel(model) + "/images/" + version;
  }

  /** The volume of a role. */
  public Optional<VolumeImage> volume(String role) {
    return volumes.stream().filter(volume -> volume.role().equals(role)).findFirst();
  }

  /** The same with other volumes. */
  public ImageManifest with(List<VolumeImage> newVolumes) {
    return new ImageManifest(name, version, built, compatible, release, floor, minimumVersion,
        notes, newVolumes);
  }
}
