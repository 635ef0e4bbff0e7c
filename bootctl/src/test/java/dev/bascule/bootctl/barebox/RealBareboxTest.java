package dev.bascule.bootctl.barebox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held against barebox-state of dt-utils itself, on a state of three copies. */
final class RealBareboxTest {

  @TempDir
  Path directory;
  private BareboxDevice device;
  private TestHost host;
  private StoredBootControl<Bootstate> control;

  @BeforeEach
  void makeDevice() throws Exception {
    device = BareboxDevice.make(directory);
    host = TestHost.in(directory.resolve("host"));
    host.commandLine("bootchooser.active=system0");
    control = device.control(host);
  }

  @Test
  void goesThroughAWholeUpdateWithTheToolAsTheJudge() throws Exception {
    assertThat(control.disable(Slot.B)).isInstanceOf(Change.Written.class);
    assertThat(device.get()).containsExactly(20, 3, 0, 0);
    assertThat(control.activate(Slot.B, 2)).isInstanceOf(Change.Written.class);
    assertThat(device.get()).containsExactly(10, 3, 21, 2);
    assertThat(control.readState().primary()).isEqualTo(Slot.B);

    device.set(10, 3, 21, 1);
    host.commandLine("bootchooser.active=system1");
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(device.get()).containsExactly(10, 3, 20, 3);
    assertThat(control.readState().remarks()).isEmpty();
    assertThat(control.rollback()).isInstanceOf(Change.Written.class);
    assertThat(device.get()).containsExactly(20, 3, 10, 3);
  }

  @Test
  void cancelsAndMarksBadWithTheToolAsTheJudge() throws Exception {
    control.activate(Slot.B, 2);
    assertThat(control.cancel()).isInstanceOf(Change.Written.class);
    assertThat(device.get()).element(2).isEqualTo(0);

    device.set(20, 3, 10, 3);
    assertThat(control.markBad(Slot.B)).isInstanceOf(Change.Written.class);
    assertThat(device.get()).containsExactly(20, 3, 0, 0);
  }

  /**
   * The tool writes one copy after the other and syncs each (seen with strace). A cut in the middle leaves so many new
   * copies, one that is torn anywhere, and old ones: each of these media is read by the tool, through our control.
   */
  @Test
  void leavesTheOldStateOrTheNewOneWhereverTheToolIsCut() throws Exception {
    byte[] before = Files.readAllBytes(device.partition());
    control.activate(Slot.B, 2);
    byte[] after = Files.readAllBytes(device.partition());
    assertThat(after).isNotEqualTo(before);

    for (int copy = 0; copy < BareboxDevice.COPIES; copy++) {
      for (int torn = 0; torn <= BareboxDevice.COPY_BYTES; torn += 4) {
        byte[] medium = before.clone();
        System.arraycopy(after, 0, medium, 0, copy * BareboxDevice.STRIDE + torn);
        Files.write(device.partition(), medium);

        var primary = control.readState().primary();

        boolean old = copy == 0 && torn < BareboxDevice.COPY_BYTES;
        assertThat(primary).as("copy %d torn at %d", copy, torn)
            .isIn(old ? List.of(Slot.A, Slot.B) : List.of(Slot.B));
        assertThat(Files.readAllBytes(device.partition())).isIn(before, after);
      }
    }
  }

  @Test
  void goesOnWithTheCopiesThatAreLeftAndSaysWhichWasBroken() throws Exception {
    byte[] whole = Files.readAllBytes(device.partition());
    byte[] torn = whole.clone();
    Arrays.fill(torn, 0, 8, (byte) 0);
    Files.write(device.partition(), torn);

    var state = control.readState();

    assertThat(state.primary()).isEqualTo(Slot.A);
    assertThat(state.remarks()).singleElement()
        .asString()
        .contains("found a copy broken and wrote it anew", "No meta data header found");
    assertThat(device.partition()).hasBinaryContent(whole);
    assertThat(control.readState().remarks()).isEmpty();
  }

  @Test
  void refusesTheDefaultsThatTheToolGivesWhereNoCopyIsWhole() throws Exception {
    Files.write(device.partition(), new byte[64 * 1024]);

    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("expected a state of which a copy is whole, found none");
    assertThatThrownBy(() -> control.activate(Slot.B, 3)).isInstanceOf(BootException.class);
    assertThat(device.partition()).hasBinaryContent(new byte[64 * 1024]);
  }
}
