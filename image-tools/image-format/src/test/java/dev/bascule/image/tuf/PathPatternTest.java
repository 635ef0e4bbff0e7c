package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

  /** The specification's examples, and what they leave open. */
  @ParameterizedTest
  @CsvSource({
      "targets/*.tgz, targets/foo.tgz", "targets/*.tgz, targets/bar.tgz",
      "foo-version-?.tgz, foo-version-2.tgz", "foo-version-?.tgz, foo-version-a.tgz",
      "*.tgz, foo.tgz", "foo.tgz, foo.tgz", "*/*, a/b", "a*b*c, abbc", "**, x", "*, .hidden",
      "?, 😀", "*, ''",
      "[ab], [ab]", "a/*/c, a//c", "*a, aaa"
  })
  void matches(String pattern, String path) {
    assertThat(new PathPattern(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
      "targets/*.tgz, targets/foo.txt", "foo-version-?.tgz, foo-version-alpha.tgz",
      "*.tgz, targets/foo.tgz", "foo.tgz, foo.tgz2", "foo.tgz, Foo.tgz", "*, a/b", "?, /",
      "**, a/b", "?, ''",
      "a?, a", "[ab], a", "a/*, a", "a/*, a/b/c", "a.c, abc", "*.md, README.MD"
  })
  void doesNotMatch(String pattern, String path) {
    assertThat(new PathPattern(pattern).matches(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void agreesWithARegularExpression(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab/*?");
      String path = text(random, "ab/");
      String expression = pattern.chars().mapToObj(c -> switch (c) {
        case '*' -> "[^/]*";
        case '?' -> "[^/]";
        default -> Pattern.quote(Character.toString(c));
      }).collect(Collectors.joining());
      assertThat(new PathPattern(pattern).matches(path)).as("%s, %s", pattern, path)
          .isEqualTo(Pattern.matches(expression, path));
    }
  }

  /** With two ways back per star this would take until the end of time. */
  @Test
  void takesStarsAtTheirCost() {
    assertThat(new PathPattern("*a".repeat(400) + "b").matches("a".repeat(1_000))).isFalse();
  }

  @Test
  void namesBinsWithAsManyDigitsAsTheLastOneNeeds() {
    RoleKeys keys = new RoleKeys(java.util.List.of(), 1, java.util.Map.of());
    assertThat(new SuccinctRoles(keys, 1, "b").nameOf(1)).isEqualTo("b-1");
    assertThat(new SuccinctRoles(keys, 5, "b").nameOf(1)).isEqualTo("b-01");
    assertThat(new SuccinctRoles(keys, 11, "alice.hbd").nameOf(0x7ff)).isEqualTo("alice.hbd-7ff");
    assertThat(new SuccinctRoles(keys, 32, "b").roleOf("file").name()).isEqualTo("b-3b9c358f");
  }

  private static String text(Random random, String alphabet) {
    return random.ints(random.nextInt(8), 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
