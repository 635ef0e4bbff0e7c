package dev.bascule.lab.cli;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Scenarios one after the other: the next one is told after a failure too. */
final class Tale {

  private final PrintWriter out;
  private final Progress progress;
  private final boolean clean;
  private boolean failures;

  /** Begins; {@code clean} leaves nothing of a device. */
  Tale(PrintWriter out, Progress progress, boolean clean) {
    this.out = out;
    this.progress = progress;
    this.clean = clean;
  }

  /** Tells one, with a device in a directory of its own. */
  void tell(String title, Path directory, Story story) throws IOException {
    progress.step(title);
    try {
      story.happen(directory);
      out.println("passed  " + title);
    } catch (IOException e) {
      failures = true;
      out.println("FAILED  " + title + ": " + e.getMessage());
    }
    if (clean) {
      new FileTree(directory).delete();
    }
  }

  /** Whether one failed. */
  boolean failures() {
    return failures;
  }

  /** What happens to a device. */
  @FunctionalInterface
  interface Story {

    /** Lets it happen; what goes another way is an exception. */
    void happen(Path directory) throws IOException;
  }
}
