package dev.bascule.updater.cli;

import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.VolumePlan;
import dev.bascule.updater.report.Plans;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows an install: a bar that redraws itself on a terminal, a line every ten seconds elsewhere. */
final class ProgressBar implements InstallProgress {

  private static final int LENGTH = 24;

  private final PrintWriter err;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long nextShow = start + TimeUnit.SECONDS.toNanos(1);
  private boolean open;

  ProgressBar(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void planned(List<VolumePlan> plans) {
    Plans.lines(plans).forEach(err::println);
    err.flush();
  }

  @Override
  public void replanned(VolumePlan plan) {
    finish();
    err.println(
        "the deltas of the releases between are damaged, or would take too long to apply; instead:");
    planned(List.of(plan));
  }

  @Override
  public void advance(String role, Phase phase, long done, long total) {
    long now = System.nanoTime();
    if (now - nextShow < 0) {
      return;
    }
    nextShow = now + (terminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10));
    int filled = (int) (done * LENGTH / Math.max(total, 1));
    String line = String.format(Locale.ROOT, "%s: %-10s [%s%s] %3d %% of %d MB, %d s", role,
        words(phase), "#".repeat(filled), ".".repeat(LENGTH - filled),
        done * 100 / Math.max(total, 1),
        total / 1_000_000, TimeUnit.NANOSECONDS.toSeconds(now - start));
    if (terminal) {
      err.print("\r\u001b[K" + line);
      open = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  @Override
  public void waiting(Duration pause) {
    finish();
    err.println("the source does not answer as it should; asking again in " + pause.toSeconds()
        + " s");
    err.flush();
  }

  /** Ends the line that is being redrawn. */
  void finish() {
    if (open) {
      err.print("\r\u001b[K");
      err.flush();
      open = false;
    }
  }

  private static String words(Phase phase) {
    return switch (phase) {
      case SCAN -> "comparing";
      case COPY -> "copying";
      case TRANSFER -> "writing";
      case READ_BACK -> "verifying";
    };
  }
}
