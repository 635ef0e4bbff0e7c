package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether there is room, and permission, for what the updater keeps. */
record SpaceExam(Configuration configuration) implements Exam {

  /** Two files of the journal, trusted metadata, records and evidence at their usual size. */
  private static final long WANTED = 16L << 20;

  @Override
  public String area() {
    return "space";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    List<Diagnosis> found = new ArrayList<>();
    found.add(look(configuration.device().state(), WANTED));
    found.add(look(configuration.device().run(), 1 << 20));
    return found;
  }

  private Diagnosis look(Path directory, long wanted) throws IOException {
    Path there = nearest(directory);
    if (Files.getFileStore(there).isReadOnly()) {
      return Diagnosis.error(area(), directory + " is on a file system that is mounted read-only",
          "mount it for writing: without a journal nothing is installed");
    }
    if (!Files.isWritable(there)) {
      return Diagnosis.warning(area(), directory + " cannot be written by this user",
          "run it again as root");
    }
    long free = Files.getFileStore(there).getUsableSpace();
    return free >= wanted
        ? Diagnosis.ok(area(), directory + " has " + (free >> 20) + " MiB free")
        : Diagnosis.error(area(), directory + " has " + free + " bytes free, expected " + wanted,
            "make room there: without a journal nothing is installed");
  }

  private static Path nearest(Path directory) {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}
