package dev.bascule.bootctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
  private static final int LINES = 20_000;
  private static final long SEED = 3;
  private static final List<String> ODD =
      List.of("", "A", "B", "a", "C", "-h", "--help", "--", "-", "@file", "--js", "--json=",
          "--json=true", "x=y", "--disk=", "--disk", "status", "\"quoted\"", "--a", "--no-json");

  /** What is read without picocli is what picocli reads. */
  @Test
  void meansWhatPicocliUnderstands() {
    var random = new Random(SEED);
    int understood = 0;
    for (int i = 0; i < LINES; i++) {
      String[] line = line(random);
      var request = Request.read(line);
      if (request != null) {
        understood++;
        assertThat(byPicocli(line)).as(String.join(" ", line)).containsExactly(request);
      }
    }
    assertThat(understood).isGreaterThan(LINES / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "status --help", "status extra", "activate", "activate C",
      "activate A B", "status --disk", "status --disk --json", "status --disk a --disk b",
      "status --json=true", "status --tries 3", "confirm --dry-run", "status @options", "stat",
      "status --disk -", "status -h", "activate a"})
  void leavesToPicocliWhatIsNotPlain(String line) {
    assertThat(Request.read(line.isEmpty() ? new String[0] : line.split(" ", -1))).isNull();
  }

  @Test
  void takesAValueInTheSameWordOrTheNext() {
    var request = Objects.requireNonNull(
        Request.read("activate", "--tries=2", "B", "--a", "PARTLABEL=ROOT-A", "--json"));

    assertThat(request.value(Setting.TRIES)).isEqualTo("2");
    assertThat(request.value(Setting.A)).isEqualTo("PARTLABEL=ROOT-A");
    assertThat(request.has(Setting.JSON)).isTrue();
    assertThat(request.value(Setting.LIMIT)).isEqualTo("30");
    assertThat(request.has(Setting.LIMIT)).isFalse();
  }

  private static String[] line(Random random) {
    var words = new ArrayList<String>();
    words.add(random.nextInt(50) == 0
        ? any(random, ODD)
        : any(random, List.of(Verb.values())).word());
    if (random.nextBoolean()) {
      words.add(random.nextBoolean() ? "A" : "B");
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      var setting = any(random, List.of(Setting.values()));
      if (setting.label() == null || random.nextInt(20) == 0) {
        words.add(setting.option());
      } else if (random.nextBoolean()) {
        words.add(setting.option() + "=value" + i);
      } else {
        words.add(setting.option());
        words.add(random.nextInt(10) == 0 ? any(random, ODD) : "value" + i);
      }
      if (random.nextInt(30) == 0) {
        words.add(any(random, ODD));
      }
    }
    return words.toArray(String[]::new);
  }

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<Request> byPicocli(String... line) {
    var requests = new ArrayList<Request>();
    var silent = new PrintWriter(new StringWriter());
    Grammar.commandLine(request -> {
      requests.add(request);
      return ExitCode.OK;
    }).setOut(silent).setErr(silent).execute(line);
    return requests;
  }
}
