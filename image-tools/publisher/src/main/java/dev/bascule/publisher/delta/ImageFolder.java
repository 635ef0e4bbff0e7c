package dev.bascule.publisher.delta;

import dev.bascule.image.manifest.ImageFile;
import java.nio.file.Path;

/** Where the files of an image are: in a directory of their own, or in a repository under names with their digests. */
public interface ImageFolder {

  /** Where a file is. */
  Path find(ImageFile file);

  /** A directory that {@code bascule-image build} wrote. */
  static ImageFolder built(Path directory) {
    return file -> directory.resolve(file.name());
  }

  /** A directory of a repository. */
  static ImageFolder published(Path directory) {
    return file -> directory.resolve(file.sha256() + "." + file.name());
  }
}
