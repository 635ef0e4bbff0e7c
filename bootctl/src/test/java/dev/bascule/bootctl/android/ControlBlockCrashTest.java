package dev.bascule.bootctl.android;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.volume.MemoryVolume;
import dev.bascule.bootctl.volume.PowerCut;
import dev.bascule.bootctl.volume.RecordingVolume;
import dev.bascule.bootctl.volume.RecordingVolume.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ControlBlockCrashTest {
  private static final byte[] BEFORE = misc();

  private static byte[] misc() {
    byte[] misc = new byte[4096];
    byte[] block = HexFormat.of().parseHex(ControlBlockTest.MIXED);
    System.arraycopy(block, 0, misc, (int) ControlBlockStore.OFFSET, block.length);
    return misc;
  }

  private static RecordingVolume activation() throws IOException {
    var volume = new RecordingVolume(BEFORE);
    ControlBlockStore.write(volume, ControlBlockStore.read(volume).withTrial(Slot.B, 3));
    return volume;
  }

  @Test
  void isOneWriteInsideOneSectorAndOneSync() throws Exception {
    assertThat(activation().events()).satisfiesExactly(
        event -> assertThat(event).isInstanceOfSatisfying(Event.Write.class, write -> {
          assertThat(write.position()).isEqualTo(2048);
          assertThat(write.bytes().remaining()).isEqualTo(32);
        }),
        event -> assertThat(event).isInstanceOf(Event.Sync.class));
  }

  @Test
  void leavesTheOldBlockOrTheNewOrOneThatItsChecksumTells() throws Exception {
    var recorded = activation();
    var before = ControlBlockStore.read(new MemoryVolume(BEFORE));
    var next = ControlBlockStore.read(new MemoryVolume(recorded.now()));
    var found = new ArrayList<ControlBlock>();
    var torn = new ArrayList<BootException>();

    new PowerCut(recorded, 100, 1).forEach(medium -> {
      try {
        found.add(ControlBlockStore.read(new MemoryVolume(medium)));
      } catch (BootException e) {
        torn.add(e);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });

    assertThat(found).contains(before, next).isSubsetOf(List.of(before, next));
    assertThat(torn).isNotEmpty()
        .allSatisfy(
            e -> assertThat(e).hasMessageContaining("no A/B control block at byte 2048"));
  }
}
