package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes results down: for the terminal, for the documentation, for programs. */
public final class Report {

  private final Results results;
  private final String reference;

  Report(Results results) {
    this.results = results;
    this.reference = new ArrayList<>(results.contenders().keySet()).getLast();
  }

  /** A table in columns. */
  public String text() {
    List<List<String>> rows = rows();
    StringBuilder text = new StringBuilder(heading());
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append("%-".concat(width(rows, column) + 2 + "s").formatted(row.get(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A section with a table, as the documentation has it. */
  public String markdown() {
    List<List<String>> rows = rows();
    StringBuilder text = new StringBuilder("## ").append(results.title()).append("\n\n");
    results.setting()
        .facts()
        .forEach((name,
            value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    results.contenders()
        .forEach((name,
            does) -> text.append("- **").append(name).append("**: ").append(does).append('\n'));
    text.append("\nMedian of ")
        .append(results.rounds().size())
        .append(" rounds (least to most).\n\n");
    for (int i = 0; i < rows.size(); i++) {
      text.append(rows.get(i).stream().collect(Collectors.joining(" | ", "| ", " |\n")));
      if (i == 0) {
        text.append("|---".repeat(rows.getFirst().size())).append("|\n");
      }
    }
    return text.toString();
  }

  /** Every measurement of every round, in seconds and bytes, and the ratios. */
  public String json() throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", results.title());
    document.put("setting", results.setting().facts());
    document.put("contenders", results.contenders());
    document.put("reference", reference);
    document.put("rounds", results.rounds().stream().map(Round::measurements).toList());
    document.put("ratios", ratios());
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(document);
  }

  private Map<String, Map<String, Spread>> ratios() {
    Map<String, Map<String, Spread>> ratios = new LinkedHashMap<>();
    for (String contender : results.contenders().keySet()) {
      Map<String, Spread> byQuantity = new LinkedHashMap<>();
      for (Quantity quantity : Quantity.values()) {
        byQuantity.put(quantity.key(), results.ratio(contender, reference, quantity));
      }
      ratios.put(contender, byQuantity);
    }
    return ratios;
  }

  private String heading() {
    return results.title() + "\n" + results.setting()
        .facts()
        .entrySet()
        .stream()
        .map(fact -> "  " + fact.getKey() + ": " + fact.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** The headings, one row per quantity, and one row per ratio of time to each other contender. */
  private List<List<String>> rows() {
    List<String> names = new ArrayList<>(results.contenders().keySet());
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", names));
    for (Quantity quantity : Quantity.values()) {
      rows.add(row(quantity.heading(), names.stream().map(name -> cell(quantity, name)).toList()));
    }
    for (Quantity quantity : List.of(Quantity.WALL, Quantity.CPU, Quantity.PEAK)) {
      for (String other : names.subList(1, names.size())) {
        rows.add(
            row(
                quantity.heading().replaceFirst(",.*", "") + ", times " + other,
                names.stream().map(name -> ratio(quantity, name, other)).toList()));
      }
    }
    return rows;
  }

  private String cell(Quantity quantity, String contender) {
    Spread spread = results.of(contender, quantity);
    String median = quantity.format(spread.median());
    return spread.least() == spread.most()
        ? median
        : "%s (%s to %s)"
            .formatted(median, quantity.format(spread.least()), quantity.format(spread.most()));
  }

  private String ratio(Quantity quantity, String contender, String other) {
    if (contender.equals(other)) {
      return "1";
    }
    Spread spread = results.ratio(contender, other, quantity);
    return "%.2f (%.2f to %.2f)".formatted(spread.median(), spread.least(), spread.most());
  }

  private static List<String> row(String title, List<String> cells) {
    List<String> row = new ArrayList<>(List.of(title));
    row.addAll(cells);
    return row;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
