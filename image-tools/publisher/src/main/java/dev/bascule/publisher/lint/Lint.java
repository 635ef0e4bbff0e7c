package dev.bascule.publisher.lint;

import dev.bascule.image.file.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that is looked for in an image. */
public final class Lint {

  private final List<Rule> rules;

  /**
   * A look at images.
   *
   * @param anchor where the device looks for its trusted root, an absolute path in the image
   */
  public Lint(String anchor) {
    this.rules = List.of(new SecretsRule(), new IdentityRule(), new PermissionRule(),
        new UpdaterRule(anchor));
  }

  /**
   * Looks into an image: unpacks it beside other temporary files, unless it is a directory.
   *
   * @return what was found, rule by rule
   * @throws IOException if it cannot be unpacked
   */
  public List<Finding> look(Path image) throws IOException {
    if (Files.isDirectory(image)) {
      return look(ImageTree.of(image));
    }
    Path work = Files.createTempDirectory("bascule-lint-");
    try {
      return look(Unpacking.unpack(image, Files.createDirectory(work.resolve("root"))));
    } finally {
      TreeRemoval.remove(work);
    }
  }

  private List<Finding> look(ImageTree tree) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : rules) {
      rule.look(tree, findings::add);
    }
    return findings;
  }
}
