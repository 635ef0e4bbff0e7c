package dev.bascule.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table in docs/security.md that says which test shows what: every test in it exists, and no line is without one. */
final class SecurityPageTest {

  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+|post-quantum) \\| ([^|]+) \\| (.+) \\|");
  private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+(?:Test|IT))(?:#(\\w+))?`");

  private static final Map<String, List<String>> SOURCES = new HashMap<>();
  private static final Map<String, String> SHOWN_BY = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    Path top = Checkout.find().directory();
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.filter(path -> path.toString().contains("/src/test/java/")).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
          SOURCES.computeIfAbsent(name.replace(".java", ""), key -> new ArrayList<>())
              .add(Files.readString(file));
        }
      }
    }
    boolean inside = false;
    for (String line : Files.readAllLines(top.resolve("docs/security.md"))) {
      inside = line.startsWith("#") ? line.equals("### Line by line") : inside;
      Matcher row = ROW.matcher(line);
      if (inside && row.matches()) {
        assertThat(SHOWN_BY.put(row.group(1), row.group(3))).as(line).isNull();
      }
    }
  }

  @Test
  void hasEveryLine() {
    assertThat(SHOWN_BY.keySet()).contains("post-quantum")
        .containsAll(IntStream.rangeClosed(1, 35).mapToObj(Integer::toString).toList())
        .hasSize(36);
  }

  @Test
  void namesTestsThatExist() {
    SHOWN_BY.forEach((line, text) -> {
      Matcher test = TEST.matcher(text);
      while (test.find()) {
        String name = test.group(1);
        assertThat(SOURCES).as("line %s", line).containsKey(name);
        if (test.group(2) != null) {
          assertThat(SOURCES.get(name)).as("line %s: %s", line, test.group())
              .anyMatch(source -> source.contains("void " + test.group(2) + "("));
        }
      }
    });
  }

  @Test
  void leavesNoLineWithoutATest() {
    assertThat(SHOWN_BY.entrySet()
        .stream()
        .filter(line -> !TEST.matcher(line.getValue()).find()
            || line.getValue().contains("*open*"))
        .map(Map.Entry::getKey)).isEmpty();
  }
}
