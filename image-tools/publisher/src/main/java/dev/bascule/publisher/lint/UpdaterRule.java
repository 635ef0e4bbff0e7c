package dev.bascule.publisher.lint;

import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Whether a device with this image could ever take another one. */
final class UpdaterRule implements Rule {

  private static final String PROGRAM = "/usr/bin/bascule";
  private static final String CONFIRM = "/usr/lib/systemd/system/bascule-confirm.service";
  private static final int MOST = 512 << 10;

  private final String anchor;

  /**
   * A rule.
   *
   * @param anchor where the device looks for its trusted root, as [device] trust says
   */
  UpdaterRule(String anchor) {
    this.anchor = anchor;
  }

  @Override
  public void look(ImageTree tree, Consumer<Finding> findings) throws IOException {
    if (!tree.has(PROGRAM)) {
      findings.accept(new Finding("updater", true, PROGRAM,
          "no updater: a device with this image could never update itself away",
          "install the device's package (docs/packaging.md)"));
    }
    if (tree.has("/usr/lib/systemd") && !tree.has(CONFIRM)) {
      findings.accept(new Finding("confirm", true, CONFIRM,
          "nothing confirms the slot, so that every boot is a trial that fails",
          "install the units (docs/packaging.md)"));
    }
    Path file = tree.file(anchor).orElse(null);
    if (file == null) {
      findings.accept(new Finding("trust-anchor", true, anchor,
          "no trusted root: a device with this image could verify nothing",
          "put the repository's 1.root.json there, or say where it is: --anchor"));
    } else if (!isRoot(file)) {
      findings.accept(new Finding("trust-anchor", true, anchor,
          "it is no root metadata that is signed as it says",
          "put the repository's 1.root.json there"));
    }
  }

  private static boolean isRoot(Path file) {
    try {
      byte[] bytes = Files.size(file) > MOST ? new byte[0] : Files.readAllBytes(file);
      SignedMetadata<Root> root = SignedMetadata.parse(bytes, MOST, MetadataKind.ROOT);
      return root.content().authority(MetadataKind.ROOT).count(root).met();
    } catch (IOException e) {
      return false;
    }
  }
}
