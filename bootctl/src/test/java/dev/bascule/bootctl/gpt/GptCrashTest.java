package dev.bascule.bootctl.gpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.volume.MemoryVolume;
import dev.bascule.bootctl.volume.PowerCut;
import dev.bascule.bootctl.volume.RecordingVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The power goes at every write of a table and at every write of the loader that finds the result. */
class GptCrashTest {
  private static final List<Integer> SLOTS = List.of(TestDisk.PART_A, TestDisk.PART_B);
  private static final GptAttributes TRIAL = GptAttributes.NONE.with(2, 3, false);

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void theNextBootSeesTheOldTableOrTheNew(int sectorSize) throws IOException {
    var recorded = new RecordingVolume(TestDisk.bytes(TestDisk.layout(), sectorSize));
    var old = Gpt.read(recorded).table();
    var activated = old.withAttributes(TestDisk.PART_B, TRIAL);
    Gpt.read(recorded).write(recorded, activated);

    var seen = judge(recorded, Set.of(old, activated));

    assertThat(seen).containsExactlyInAnyOrder(old, activated);
  }

  /** One copy is broken to begin with, so the only good one must outlive the repair. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aRepairThatIsCutOffLosesNothing(int sectorSize) throws IOException {
    for (boolean primaryBroken : new boolean[]{true, false}) {
      byte[] disk = TestDisk.bytes(TestDisk.layout(), sectorSize);
      int copy = sectorSize + 16384;
      int from = primaryBroken ? sectorSize : disk.length - copy;
      for (int at = from; at < from + copy; at++) {
        disk[at] = (byte) (at * 31);
      }
      var recorded = new RecordingVolume(disk);
      var gpt = Gpt.read(recorded);
      var old = gpt.table();
      var activated = old.withAttributes(TestDisk.PART_B, TRIAL);
      gpt.write(recorded, activated);

      assertThat(judge(recorded, Set.of(old, activated))).contains(activated);
    }
  }

  /** Also, with the primary torn, a loader that knows no other backup than the one at the end finds it. */
  @Test
  void onADiskThatGrewTheBackupIsFoundAtItsEndBeforeThePrimaryIsTouched() throws IOException {
    byte[] small = TestDisk.bytes(TestDisk.layout(), 512);
    byte[] grown = Arrays.copyOf(small, small.length + (1 << 20));
    var recorded = new RecordingVolume(grown);
    var old = Gpt.read(recorded).table();
    var activated = old.withAttributes(TestDisk.PART_B, TRIAL);
    Gpt.read(recorded).write(recorded, activated);

    assertThat(judge(recorded, Set.of(old, activated))).containsExactlyInAnyOrder(old, activated);
  }

  @Test
  void aRepairOfDifferingCopiesKeepsThePrimary() throws IOException {
    byte[] disk = TestDisk.bytes(TestDisk.layout(), 512);
    byte[] other = TestDisk.bytes(TestDisk.layout(GptAttributes.NONE, TRIAL), 512);
    System.arraycopy(other, other.length - 33 * 512, disk, disk.length - 33 * 512, 33 * 512);
    var recorded = new RecordingVolume(disk);
    var gpt = Gpt.read(recorded);
    gpt.repair(recorded);

    assertThat(judge(recorded, Set.of(gpt.table()))).containsExactly(gpt.table());
  }

  @ParameterizedTest
  @EnumSource(PriorityRule.class)
  void theLoadersOwnWriteMayBeCutOffToo(PriorityRule rule) throws IOException {
    var loader = new GptLoader(rule, SLOTS);
    var activation = new RecordingVolume(TestDisk.bytes(TestDisk.layout(), 512));
    var gpt = Gpt.read(activation);
    gpt.write(activation, gpt.table().withAttributes(TestDisk.PART_B, TRIAL));
    var cuts = new AtomicInteger();

    new PowerCut(activation, 20, 1).forEach(medium -> {
      try {
        var boot = new RecordingVolume(medium);
        var before = Gpt.read(boot).table();
        var picked = loader.boot(boot);
        var allowed = List.of(before, picked.next());
        new PowerCut(boot, 20, 2).forEach(again -> {
          cuts.incrementAndGet();
          assertThat(allowed).contains(read(again).table());
          assertThat(loader.pick(read(again).table()).partition()).isPresent();
        });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    assertThat(cuts.get()).isGreaterThan(500);
  }

  @Test
  void theCutsThatAreTriedFindAWriterThatKeepsNoOrder() throws IOException {
    var recorded = new RecordingVolume(TestDisk.bytes(TestDisk.layout(), 512));
    var gpt = Gpt.read(recorded);
    var next = gpt.table().withAttributes(TestDisk.PART_B, TRIAL);
    writeBothAtOnce(recorded, next);
    var lost = new AtomicInteger();

    new PowerCut(recorded, 20, 1).forEach(medium -> {
      try {
        Gpt.read(new MemoryVolume(medium));
      } catch (IOException e) {
        lost.incrementAndGet();
      }
    });

    assertThat(lost.get()).isPositive();
  }

  /** What no writer may do: no sync between the copies. */
  private static void writeBothAtOnce(RecordingVolume volume, GptTable table) throws IOException {
    var target = new MemoryVolume(volume.before().clone());
    var gpt = Gpt.read(target);
    gpt.write(target, table);
    int copy = 33 * 512;
    volume.write(512, ByteBuffer.wrap(target.bytes(), 512, copy).slice());
    volume.write(target.size() - copy,
        ByteBuffer.wrap(target.bytes(), (int) target.size() - copy, copy).slice());
    volume.sync();
  }

  private static Set<GptTable> judge(RecordingVolume recorded, Set<GptTable> allowed) {
    var seen = new HashSet<GptTable>();
    new PowerCut(recorded, 60, 7).forEach(medium -> {
      var found = read(medium).table();
      assertThat(allowed).contains(found);
      seen.add(found);
    });
    return seen;
  }

  private static Gpt read(byte[] medium) {
    try {
      return Gpt.read(new MemoryVolume(medium));
    } catch (IOException e) {
      throw new AssertionError("no valid copy is left", e);
    }
  }
}
