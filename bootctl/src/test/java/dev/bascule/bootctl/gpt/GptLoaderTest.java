package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.volume.MemoryVolume;
import dev.bascule.bootctl.volume.RecordingVolume;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GptLoaderTest {
  private static final List<Integer> SLOTS = List.of(TestDisk.PART_A, TestDisk.PART_B);

  @ParameterizedTest
  @EnumSource(PriorityRule.class)
  void triesATrialAsOftenAsItMayAndReturnsToTheConfirmedSlot(PriorityRule rule) throws IOException {
    var disk = disk(attributes(1, 0, true), attributes(2, 2, false));
    var loader = new GptLoader(rule, SLOTS);

    assertThat(loader.boot(disk).partition()).hasValue(TestDisk.PART_B);
    assertThat(loader.boot(disk).partition()).hasValue(TestDisk.PART_B);
    assertThat(loader.boot(disk).partition()).hasValue(TestDisk.PART_A);
    assertThat(loader.boot(disk).partition()).hasValue(TestDisk.PART_A);
  }

  @Test
  void theFamiliesDifferInWhatTheLastTryLeaves() {
    assertThat(PriorityRule.GPTPRIO.afterTry(attributes(2, 1, false)))
        .isEqualTo(attributes(2, 0, false));
    assertThat(PriorityRule.CHROMEOS.afterTry(attributes(2, 1, false)))
        .isEqualTo(attributes(0, 0, false));
    assertThat(PriorityRule.GPTPRIO.afterTry(attributes(2, 3, true)))
        .isEqualTo(attributes(2, 2, true));
    assertThat(PriorityRule.CHROMEOS.afterTry(attributes(2, 3, true)))
        .isEqualTo(attributes(2, 3, true));
  }

  @Test
  void theFirstInTheTableWinsAmongEquals() {
    assertThat(PriorityRule.pick(List.of(attributes(3, 1, false), attributes(3, 0, true))))
        .hasValue(0);
    assertThat(PriorityRule.pick(List.of(attributes(3, 0, false), attributes(1, 0, true))))
        .hasValue(1);
    assertThat(PriorityRule.pick(List.of(attributes(0, 5, true), attributes(3, 0, false))))
        .isEmpty();
  }

  @Test
  void bootsNothingAndWritesNothingWhereNothingIsBootable() throws IOException {
    var disk = new RecordingVolume(
        TestDisk.bytes(TestDisk.layout(GptAttributes.NONE, GptAttributes.NONE), 512));

    assertThat(new GptLoader(PriorityRule.GPTPRIO, SLOTS).boot(disk).partition()).isEmpty();
    assertThat(disk.events()).isEmpty();
  }

  @Test
  void writesNothingForASettledSlot() throws IOException {
    var disk = new RecordingVolume(TestDisk.bytes(TestDisk.layout(), 512));

    assertThat(new GptLoader(PriorityRule.GPTPRIO, SLOTS).boot(disk).partition())
        .hasValue(TestDisk.PART_A);
    assertThat(disk.events()).isEmpty();
  }

  @Test
  void repairsACopyThatItFindsBroken() throws IOException {
    var disk = disk(attributes(1, 0, true), attributes(2, 2, false));
    disk.bytes()[512 + 60] ^= 1;

    assertThat(new GptLoader(PriorityRule.GPTPRIO, SLOTS).boot(disk).partition())
        .hasValue(TestDisk.PART_B);
    assertThat(Gpt.read(disk).whole()).isTrue();
  }

  private static MemoryVolume disk(GptAttributes a, GptAttributes b) throws IOException {
    return new MemoryVolume(TestDisk.bytes(TestDisk.layout(a, b), 512));
  }

  private static GptAttributes attributes(int priority, int tries, boolean successful) {
    return GptAttributes.NONE.with(priority, tries, successful);
  }
}
