package dev.bascule.lab.powercut;

import dev.bascule.lab.Resource;
import dev.bascule.lab.cut.Act;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as one page, which needs nothing else. */
public final class HtmlReport {

  private static final String PAGE = "report.html";
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 150;
  private static final int BASE = 100;
  private static final int STEP = 7;

  private final CutReport report;

  public HtmlReport(CutReport report) {
    this.report = report;
  }

  /** The page. */
  public String page() throws IOException {
    return new Resource(HtmlReport.class, PAGE).read()
        .replace("@SEED@", Long.toString(report.seed()))
        .replace("@INTRO@",
            "A device from the factory is updated twice, rolled back, and given an update that fails"
                + " its health check. All that this asks of its disk and its files was recorded, the boot loader's"
                + " writes too, and the power was cut everywhere. The seed of the first round is "
                + report.seed() + ".")
        .replace("@COUNTS@", counts())
        .replace("@FAILURES@", failures())
        .replace("@TIMELINES@", report.timelines()
            .entrySet()
            .stream()
            .map(entry -> timeline(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n")))
        .replace("@BOOTED@", booted())
        .replace("@PHASES@", report.phases()
            .entrySet()
            .stream()
            .map(row -> "<tr><td>" + row.getValue() + "<td>" + escape(row.getKey()))
            .collect(Collectors.joining("\n")));
  }

  private String counts() {
    return count("states judged", report.judged(), true)
        + count("of them after a second cut", report.cutTwice(), true)
        + count("devices that went on", report.resumed(), true)
        + count("really booted", report.booted().size(), true)
        + count("bricked", report.bricked(), report.bricked() == 0)
        + count("wrong", report.wrong(), report.wrong() == 0);
  }

  private static String count(String what, int number, boolean good) {
    return "<div class=\"%s\"><b>%,d</b>%s</div>%n".formatted(good ? "good" : "bad", number, what);
  }

  private String failures() {
    List<String> failures = report.failures();
    return failures.isEmpty()
        ? "<p>Nothing was bricked, nothing unsigned could be started, no confirmed slot was lost.</p>"
        : "<h2>What went wrong</h2><pre>" + escape(String.join("\n", failures)) + "</pre>";
  }

  /** The states that were booted, each with its console's end folded away. */
  private String booted() {
    if (report.booted().isEmpty()) {
      return "";
    }
    return report.booted()
        .stream()
        .map(
            cut -> "<details class=\"%s\"><summary>%s, %s: <b>%s</b></summary><pre>%s</pre></details>"
                .formatted(cut.good() ? "good" : "bad", escape(cut.machine()),
                    escape(cut.moment().toString()), escape(cut.outcome()), escape(cut.console())))
        .collect(Collectors.joining("\n",
            "<h2>Really booted</h2>\n<p>A trial was recorded in a virtual"
                + " machine, firmware's and loader's writes too. These states that a cut can leave of it were chosen by"
                + " the seed and booted; a system must come up and be confirmed. Open one for the end of its console.</p>\n",
            ""));
  }

  private static String timeline(String label, CutReport.Timeline timeline) {
    List<Act> acts = timeline.history().acts();
    Map<Integer, Integer> states = timeline.result().byAct();
    double step = (double) WIDTH / Math.max(1, acts.size());
    StringBuilder svg = new StringBuilder("<h3>" + escape(label) + "</h3><svg viewBox=\"0 0 "
        + WIDTH + " " + HEIGHT + "\" role=\"img\">\n");
    for (int i = 0; i < acts.size(); i++) {
      double x = i * step;
      int count = states.getOrDefault(i, 0);
      int height = count == 0 ? 0 : STEP * (32 - Integer.numberOfLeadingZeros(count));
      boolean wrong = timeline.result().wrongActs().contains(i);
      svg.append(bar(x, BASE - height, step, height, wrong ? "#b3261e" : "#8250df"));
      if (acts.get(i) instanceof Act.Mark(String text)) {
        boolean last = i == acts.size() - 1;
        svg.append("<text x=\"%.1f\" y=\"%d\" font-size=\"9\" text-anchor=\"%s\">%s</text>%n"
            .formatted(last ? WIDTH : x, text.startsWith("begin") ? 128 : 142,
                last ? "end" : "start", escape(text)));
      } else {
        svg.append(bar(x, BASE + 2, step, 10, colour(acts.get(i))));
      }
    }
    return svg.append("</svg>").toString();
  }

  private static String colour(Act act) {
    return switch (act) {
      case Act.Write(int file, _, _, _) when file == Act.DISK -> "#0969da";
      case Act.Write _,Act.Variable _ -> "#bf8700";
      case Act.Name _,Act.Unname _,Act.Move _,Act.Resize _ -> "#57606a";
      case Act.Sync _,Act.SyncOpening _,Act.SyncNames _,Act.Mark _ -> "#1a7f37";
    };
  }

  private static String bar(double x, int y, double width, int height, String colour) {
    return height == 0
        ? ""
        : "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\"/>%n".formatted(x, y,
            Math.max(width * 0.85, 0.6), height, colour);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
