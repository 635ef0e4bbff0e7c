package dev.bascule.lab.debian;

import dev.bascule.image.Sha256;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps releases of the server's system between runs, each as one uncompressed EROFS volume. */
public final class DebianSeries {

  private static final FileSystem FORM = FileSystem.EROFS;

  private final Path cache;
  private final Progress progress;

  public DebianSeries(Path cache, Progress progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /** A release's volume, built now if it is not there. Needs root, an archive of Debian's and minutes. */
  public Path volume(Release release) throws IOException {
    Recipe recipe = release.recipe(Recipe.SERVER);
    String preferences =
        String.join("\n", release.preferences(recipe.release())) + "\n";
    String key = Sha256
        .digest((recipe.text() + release.time() + preferences).getBytes(StandardCharsets.UTF_8))
        .brief();
    String name = "debian-" + release.label() + "-" + key;
    return new KeptDirectory(cache, name)
        .get(partial -> build(release, recipe, preferences, partial))
        .resolve(volume(release.label()));
  }

  private void build(Release release, Recipe recipe, String preferences, Path partial)
      throws IOException {
    Path root = partial.resolve("root");
    progress.step("%s: installing".formatted(root));
    Path pins = Files.writeString(partial.resolve("preferences"), preferences,
        StandardCharsets.UTF_8);
    String inside = "\"$1\"/etc/apt/preferences.d/bascule";
    List<String> hooks = List.of(
        "--setup-hook=mkdir -p \"$1\"/etc/apt/preferences.d && cp '" + pins + "' " + inside,
        "--customize-hook=rm " + inside);
    RootTree tree = RootTree.install(recipe, release.time(),
        Archive.readSources().sources(Edition.AFTER), hooks, root);
    Files.writeString(partial.resolve(release.label() + ".packages"), tree.packages(),
        StandardCharsets.UTF_8);
    tree.clean(recipe.removed());
    tree.clampTimes(release.time());
    progress.step("%s: making the volume".formatted(root));
    tree.writeVolume(FORM, partial.resolve(volume(release.label())), release.time());
    new FileTree(root).delete();
  }

  private static String volume(String label) {
    return label + "." + FORM.label();
  }
}
