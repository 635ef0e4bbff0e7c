package dev.bascule.lab.debian;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps the Debian pair between runs, one directory per recipe. */
public final class DebianCache {

  private final Path directory;
  private final Recipe recipe;
  private final Progress progress;

  DebianCache(Path directory, Recipe recipe, Progress progress) {
    this.directory = directory;
    this.recipe = recipe;
    this.progress = progress;
  }

  /** The server's pair in the cache of a directory. */
  public DebianCache(Path directory, Progress progress) {
    this(directory, Recipe.SERVER, progress);
  }

  /** The pair, built now if it is not there. Needs root, an archive of Debian's and minutes. */
  public DebianPair get() throws IOException {
    return new DebianPair(kept().get(this::build));
  }

  /** Throws the pair away, so that the next use builds it from the archive's present state. */
  public void drop() throws IOException {
    kept().drop();
  }

  private KeptDirectory kept() {
    return new KeptDirectory(directory, "debian-" + recipe.key());
  }

  private void build(Path partial) throws IOException {
    Archive archive = Archive.readSources();
    for (Edition edition : Edition.values()) {
      buildEdition(edition, archive, new DebianImage(edition, partial));
    }
    List<String> updated = new DebianPair(partial).readUpdatedPackages();
    if (updated.isEmpty()) {
      throw new IOException(
          "%s: expected packages newer than the point release, found none in %s"
              .formatted(partial, Edition.AFTER.suites()));
    }
    Files.writeString(partial.resolve("recipe"), recipe.text(), StandardCharsets.UTF_8);
    progress.step("%s: %d packages updated".formatted(recipe.key(), updated.size()));
  }

  private void buildEdition(Edition edition, Archive archive, DebianImage image)
      throws IOException {
    Path root = image.directory().resolve(edition.label());
    progress.step("%s: installing %s from %s".formatted(root, edition.suites(), archive));
    RootTree tree = RootTree.install(recipe, edition, archive, root);
    Files.writeString(image.packages(), tree.packages(), StandardCharsets.UTF_8);
    tree.clean(recipe.removed());
    tree.clampTimes(edition.time());
    for (FileSystem form : FileSystem.values()) {
      progress.step("%s: making the volume".formatted(image.volume(form)));
      tree.writeVolume(form, image.volume(form), edition.time());
    }
    new FileTree(root).delete();
  }
}
