package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.Span;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.progress.ProgressFile;
import dev.bascule.updater.report.Bytes;
import dev.bascule.updater.report.StatusReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows what another command does. */
@Command(name = "watch",
    description = "Follow what goes on, with a bar, until it has ended; then show the status. --json: one object for each step.")
final class WatchCommand extends DeviceCommand {

  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int BAR = 24;

  @Option(names = "--wait",
      description = "Wait for something to begin, if nothing goes on (default: end at once).")
  private boolean wait;

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    ProgressFile file = new ProgressFile(configuration.device().run());
    Progress last = Progress.NONE;
    boolean seen = false;
    try {
      while (true) {
        boolean busy = DeviceView.read(configuration).busy() != null;
        if (!busy && (seen || !wait)) {
          break;
        }
        seen |= busy;
        Progress now = busy ? file.read() : Progress.NONE;
        if (!now.equals(last)) {
          show(now, printer);
          last = now;
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(printer);
    StatusReport report = StatusReport.of(DeviceView.read(configuration));
    printer.print(report.facts(), report.lines());
    return ExitCode.OK;
  }

  private void show(Progress progress, Printer printer) {
    if (json()) {
      ObjectNode facts = ProgressFile.json(progress);
      printer.out().println(facts);
      printer.out().flush();
      return;
    }
    PrintWriter err = printer.err();
    err.print((terminal() == null ? "" : "\r\u001b[K") + line(progress)
        + (terminal() == null ? System.lineSeparator() : ""));
    err.flush();
  }

  private void end(Printer printer) {
    if (terminal() != null && !json()) {
      printer.err().print("\r\u001b[K");
      printer.err().flush();
    }
  }

  private static String line(Progress progress) {
    int filled = progress.percent() * BAR / 100;
    String left = progress.secondsLeft() < 0
        ? ""
        : ", " + Span.format(Duration.ofSeconds(progress.secondsLeft())) + " left";
    return String.format(Locale.ROOT, "%s: %s %s [%s%s] %3d %% of %s, %s/s%s", progress.verb(),
        progress.role(), progress.phase(), "#".repeat(filled), ".".repeat(BAR - filled),
        progress.percent(), Bytes.brief(progress.total()), Bytes.brief(progress.rate()), left);
  }
}
