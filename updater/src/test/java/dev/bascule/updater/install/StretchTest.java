package dev.bascule.updater.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stretches of volumes of many lengths. */
final class StretchTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 127, 128, 129, 1290, 32768})
  void coverEveryTileOnceAndBecomeShorter(int count) {
    List<Stretch> all = new ArrayList<>();
    for (Stretch stretch = Stretch.first(count, 128); !stretch.isEmpty(); stretch =
        stretch.next(count, 128)) {
      all.add(stretch);
    }

    int reached = 0;
    int length = 128;
    for (Stretch stretch : all) {
      assertThat(stretch.from()).isEqualTo(reached);
      assertThat(stretch.length()).isBetween(1, length);
      reached = stretch.to();
      length = stretch.length();
    }
    assertThat(reached).isEqualTo(count);
    assertThat(length).isLessThanOrEqualTo(count == 0 ? 128 : 8);
    assertThat(all.size()).isLessThanOrEqualTo(count / 128 + 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 128})
  void goThroughAllTilesInAnyNumberOfSteps(int steps) {
    Stretch stretch = new Stretch(100, 108);

    assertThat(stretch.at(0, steps)).isEqualTo(100);
    assertThat(stretch.at(steps, steps)).isEqualTo(108);
    for (int step = 0; step < steps; step++) {
      assertThat(stretch.at(step + 1, steps)).isGreaterThanOrEqualTo(stretch.at(step, steps));
    }
  }
}
