package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.health.MountTable;
import dev.bascule.updater.health.MountTable.Mount;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether what runs can have become another than what was signed: a root that may be written to, something laid over the system. */
record DriftExam(Configuration configuration) implements Exam {

  private static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64");
  /** The site's own, by the hierarchy standard. */
  private static final String SITE = "/usr/local";
  private static final Set<String> LAID_OVER = Set.of("overlay", "tmpfs", "aufs");
  private static final String REMEDY =
      "what changes belongs on a file system of its own, below /var for instance; bascule scrub running compares the slot itself";

  @Override
  public String area() {
    return "drift";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    try {
      return look(MountTable.read(configuration.host().proc()));
    } catch (NoSuchFileException e) {
      return List.of(Diagnosis.ok(area(), "nothing tells what is mounted: " + e.getMessage()));
    }
  }

  private List<Diagnosis> look(MountTable table) {
    List<Diagnosis> found = new ArrayList<>();
    table.at("/").ifPresent(root -> {
      if (LAID_OVER.contains(root.type())) {
        found.add(Diagnosis.warning(area(), "the root is of the type " + root.type()
            + ": what runs is the image with something laid over it", REMEDY));
      } else if (root.writable()) {
        found.add(Diagnosis.warning(area(), "the root may be written to (" + root.options() + ")",
            "mount -o remount,ro / now; ro on the kernel's command line and in fstab for good"));
      }
    });
    for (Mount mount : table.mounts()) {
      if (isSystem(mount.path()) && (mount.writable() || LAID_OVER.contains(mount.type()))) {
        found.add(Diagnosis.warning(area(), mount.path() + " has a mount of the type "
            + mount.type() + " (" + mount.options() + ") over it, which no image brought along",
            REMEDY));
      }
    }
    return found.isEmpty()
        ? List.of(Diagnosis.ok(area(), "nothing of the system can be written to or is hidden"))
        : found;
  }

  private static boolean isSystem(String path) {
    boolean site = path.equals(SITE) || path.startsWith(SITE + "/");
    return !site && SYSTEM.stream()
        .anyMatch(system -> path.equals(system) || path.startsWith(system + "/"));
  }
}
