package dev.bascule.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResultsTest {

  private static final Results RESULTS = new Results(
      "Race",
      new Setting(Map.of("image", "an image")),
      contenders(),
      List.of(round(2.0, 1.0), round(9.0, 3.0), round(4.0, 4.0)));

  @Test
  void spreadIsMedianLeastAndMost() {
    assertThat(RESULTS.of("tortoise", Quantity.WALL)).isEqualTo(new Spread(4.0, 2.0, 9.0));
  }

  @Test
  void medianOfAnEvenCountIsBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3.0);
  }

  @Test
  void ratioIsTakenRoundByRound() {
    assertThat(RESULTS.ratio("tortoise", "hare", Quantity.WALL))
        .isEqualTo(new Spread(2.0, 1.0, 3.0));
  }

  @Test
  void markdownHasARowForEveryQuantityWithAsManyCells() {
    List<String> table = new Report(RESULTS).markdown()
        .lines()
        .filter(line -> line.startsWith("|"))
        .toList();

    assertThat(table).hasSizeGreaterThan(Quantity.values().length)
        .allSatisfy(line -> assertThat(line.chars().filter(c -> c == '|')).hasSize(4))
        .anyMatch(
            line -> line.startsWith("| wall, s | 4.00 (2.00 to 9.00) | 3.00 (1.00 to 4.00) |"))
        .anyMatch(line -> line.startsWith("| wall, times hare | 2.00 (1.00 to 3.00) | 1 |"));
  }

  @Test
  void jsonHasEveryMeasurementAndRatio() throws IOException {
    JsonNode json = new ObjectMapper().readTree(new Report(RESULTS).json());

    assertThat(json.at("/rounds/1/tortoise/wallSeconds").doubleValue()).isEqualTo(9.0);
    assertThat(json.at("/ratios/tortoise/wall/median").doubleValue()).isEqualTo(2.0);
    assertThat(json.at("/reference").textValue()).isEqualTo("hare");
  }

  private static Map<String, String> contenders() {
    Map<String, String> contenders = new LinkedHashMap<>();
    contenders.put("tortoise", "walks");
    contenders.put("hare", "runs");
    return contenders;
  }

  private static Round round(double tortoise, double hare) {
    return new Round(Map.of("tortoise", measurement(tortoise), "hare", measurement(hare)));
  }

  private static Measurement measurement(double wall) {
    return new Measurement(wall, wall / 2, wall / 2, 1 << 20, 100, 200);
  }
}
