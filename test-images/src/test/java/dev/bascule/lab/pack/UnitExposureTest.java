package dev.bascule.lab.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How exposed each unit is, in tenths of a point by {@code systemd-analyze security}: 0 is best, 100 worst. */
class UnitExposureTest {

  /** No more than that; every unit that is shipped stands here. */
  private static final Map<String, Integer> MOST = new TreeMap<>(Map.of(
      "bascule-update.service", 20, "bascule-bus.service", 20, "bascule-scrub.service", 20,
      "bascule-page.service", 20,
      "bascule-deadline.service", 96, "bascule-confirm.service", 68,
      "bascule-migrate.service", 72));

  @Test
  void isBoundedForEveryUnit() throws IOException {
    Tool analyze = new Tool("systemd-analyze", "systemd");
    Needs.tools(analyze);
    Path units = Checkout.find().directory().resolve("systemd");
    try (Stream<Path> files = Files.list(units)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".service")))
          .containsExactlyInAnyOrderElementsOf(MOST.keySet());
    }
    for (Map.Entry<String, Integer> unit : MOST.entrySet()) {
      Path file = units.resolve(unit.getKey());

      Outcome verdict = analyze.command("security", "--offline=true", "--no-pager",
          "--threshold=" + unit.getValue(), file.toString()).attempt();

      assertThat(verdict.exitCode()).as("%s: %s", unit, verdict.output()).isZero();
      assertThat(verdict.output()).contains("Overall exposure level for " + unit.getKey());
      assertThat(Files.readString(file)).as("it breaks the virtual machine's compiler")
          .doesNotContain("\nMemoryDenyWriteExecute");
    }
  }
}
