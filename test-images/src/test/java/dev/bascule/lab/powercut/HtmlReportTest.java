package dev.bascule.lab.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.cut.BootedCut;
import dev.bascule.lab.cut.Cuts;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {

  private static final Cuts.Moment MOMENT = new Cuts.Moment(41, 0, "", true, 812);

  private final CutReport report = new CutReport(7);

  @Test
  void showsTheConsoleOfAStateThatWasBootedFoldedAway() throws IOException {
    report
        .addBooted(new BootedCut("grub-uefi", MOMENT, true, "slot A is up", "error: <none> & on"));

    assertThat(new HtmlReport(report).page()).contains(
        "<details class=\"good\"><summary>grub-uefi, medium 812, act 41 after \"\": <b>slot A is up</b></summary>"
            + "<pre>error: &lt;none> &amp; on</pre></details>");
    assertThat(report.failures()).isEmpty();
  }

  @Test
  void aStateThatDidNotComeUpIsWrong() throws IOException {
    report.addBooted(new BootedCut("efi", MOMENT, false, "nothing came up", "BdsDxe: failed"));

    assertThat(report.wrong()).isEqualTo(1);
    assertThat(report.failures())
        .containsExactly("efi seed 7, medium 812, act 41 after \"\": nothing came up");
    assertThat(new HtmlReport(report).page()).contains("<details class=\"bad\">");
  }

  @Test
  void needsNothingFromElsewhere() throws IOException {
    assertThat(new HtmlReport(report).page()).doesNotContain("http", "src=", "@import", "url(");
  }
}
