package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.manifest.ImageManifest;
import java.util.Optional;

/** The two roles that a model has, and the paths that each may speak for: who says when cannot say what. */
public record ModelRoles(String model) {

  static final String IMAGES_SUFFIX = "-images";
  static final String ROLLOUT_SUFFIX = "-rollout";

  public ModelRoles {
    ImageManifest.requireModel(model);
  }

  /** The model that a rollout role is of; empty for other roles. */
  static Optional<ModelRoles> ofRollout(String role) {
    return Optional.of(role)
        .filter(name -> name.endsWith(ROLLOUT_SUFFIX))
        .map(name -> new ModelRoles(name.substring(0, name.length() - ROLLOUT_SUFFIX.length())));
  }

  /** The role that signs images. */
  public String images() {
    return model + IMAGES_SUFFIX;
  }

  /** The role that signs the catalogue. */
  public String rollout() {
    return model + ROLLOUT_SUFFIX;
  }

  /** What the images' role may speak for: every file of every version. */
  String imagesPattern() {
    return model + "/images/*/*";
  }

  /** The catalogue's path, all that the rollout role may speak for. */
  public String catalogPath() {
    return Catalog.path(model);
  }

  /** The path of a file of an image. */
  public String imagePath(Version version, String fileName) {
    return ImageManifest.directory(model, version) + "/" + fileName;
  }
}
