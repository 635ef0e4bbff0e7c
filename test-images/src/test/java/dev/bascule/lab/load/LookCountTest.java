package dev.bascule.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookCountTest {

  @Test
  void findsTheMostInMinutesOneAfterTheOther() {
    LookCount count = new LookCount(Duration.ofMinutes(10));
    for (int minute : new int[]{1, 1, 3, 4, 4, 4, 9}) {
      count.add(Duration.ofMinutes(minute).plusSeconds(59));
    }

    assertThat(count.between(Duration.ZERO, Duration.ofMinutes(3))).isEqualTo(2);
    assertThat(count.between(Duration.ZERO, Duration.ofMinutes(20))).isEqualTo(7);
    assertThat(count.most(Duration.ZERO, Duration.ofMinutes(10), 1)).isEqualTo(3);
    assertThat(count.most(Duration.ZERO, Duration.ofMinutes(10), 2)).isEqualTo(2);
    assertThat(count.most(Duration.ofMinutes(5), Duration.ofMinutes(10), 1)).isEqualTo(1);
    assertThat(count.most(Duration.ZERO, Duration.ofMinutes(4), 1)).isEqualTo(2);
  }
}
