package dev.bascule.lab.debian;

import dev.bascule.lab.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** Volumes of the server's system in all editions, releases and forms, each built when it is asked for first. Needs root. */
public record Images(Path cache, Progress progress) {

  /** An edition of the pair. */
  public Path of(Edition edition, FileSystem form) throws IOException {
    return new DebianCache(cache, progress).get().of(edition).volume(form);
  }

  /** An edition of the pair in a form that compresses. */
  public Path of(Edition edition, CompressedForm form) throws IOException {
    return form.volume(new DebianCache(cache, progress).get(), edition, cache, progress);
  }

  /** A release beside the pair, as uncompressed EROFS. */
  public Path of(Release release) throws IOException {
    return new DebianSeries(cache, progress).volume(release);
  }
}
