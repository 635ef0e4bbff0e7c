package dev.bascule.publisher.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** Parts of the system that anybody on the device may change. */
final class PermissionRule implements Rule {

  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;
  /** Everybody's by the hierarchy standard; debugfs unpacks them without the bit that keeps people's files apart. */
  private static final Set<String> EVERYBODYS = Set.of("/tmp", "/var/tmp", "/dev/shm", "/run/lock");

  @Override
  public void look(ImageTree tree, Consumer<Finding> findings) throws IOException {
    for (Path file : tree.all()) {
      int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      boolean shared = Files.isDirectory(file)
          && ((mode & STICKY) != 0 || EVERYBODYS.contains(tree.name(file)));
      if ((mode & OTHERS_WRITE) != 0 && !shared && !file.equals(tree.root())) {
        findings.accept(new Finding("world-writable", false, tree.name(file),
            "anybody may write to it", "chmod o-w " + tree.name(file)));
      }
    }
  }
}
