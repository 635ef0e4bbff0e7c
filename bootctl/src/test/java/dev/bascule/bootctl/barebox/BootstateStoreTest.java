package dev.bascule.bootctl.barebox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.RealTool;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stand-in for barebox-state keeps each variable in a file, takes the same options and counts its
 * calls. The real tool needs a device that udev knows; what can be asked of it without one is in the last
 * test.
 */
final class BootstateStoreTest {
  private static final String STAND_IN = """
    #!/bin/sh
    cd "$(dirname "$0")" || exit 1
    echo "$*" >> calls
    while [ $# -gt 0 ]; do
      case $1 in
        -n) [ "$2" = state ] || { echo "unknown state $2" >&2; exit 1; } ;;
        -g) cat "$2" || exit 1 ;;
        -s) [ -e "${2%%=*}" ] || exit 1; echo "${2#*=}" > "${2%%=*}" ;;
        *) exit 1 ;;
      esac
      shift 2
    done
    """;

  @TempDir
  Path directory;
  private Path tool;
  private TestHost host;
  private BootControl control;

  @BeforeEach
  void makeDevice() throws IOException {
    host = TestHost.in(directory);
    host.commandLine("bootstate.active=system0");
    tool = directory.resolve("barebox-state");
    Files.writeString(tool, STAND_IN);
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    set("system0", 20, 2);
    set("system1", 10, 3);
    control = control(tool.toString());
  }

  private BootControl control(String program) throws BootException {
    return new StoredBootControl<>("barebox",
        new BootstateStore(program, "state", Optional.empty(),
            new SlotRoot("system0", VolumeSpec.parse("PARTLABEL=root0")),
            new SlotRoot("system1", VolumeSpec.parse("PARTLABEL=root1")), host.host()),
        host.host().proc());
  }

  private void set(String name, int priority, int attempts) throws IOException {
    Files.writeString(directory.resolve("bootstate." + name + ".priority"), priority + "\n");
    Files.writeString(directory.resolve("bootstate." + name + ".remaining_attempts"),
        attempts + "\n");
  }

  @Test
  void goesThroughAWholeUpdateWithOneCallForEachWrite() throws Exception {
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(control.confirm()).isInstanceOf(Change.Unchanged.class);
    assertThat(control.disable(Slot.B)).isInstanceOf(Change.Written.class);
    assertThat(control.activate(Slot.B, 2)).isInstanceOf(Change.Written.class);
    assertThat(control.readState().primary()).isEqualTo(Slot.B);

    host.commandLine("bootchooser.active=system1");
    set("system1", 21, 1);
    assertThat(control.confirm()).isInstanceOf(Change.Written.class);
    assertThat(control.rollback()).isInstanceOf(Change.Written.class);

    assertThat(Files.readAllLines(directory.resolve("calls"))).filteredOn(
        call -> call.contains("-s"))
        .containsExactly("-n state -s bootstate.system0.remaining_attempts=3",
            "-n state -s bootstate.system1.priority=0 -s bootstate.system1.remaining_attempts=0",
            "-n state -s bootstate.system0.priority=10 -s bootstate.system1.priority=21"
                + " -s bootstate.system1.remaining_attempts=2",
            "-n state -s bootstate.system1.priority=20 -s bootstate.system1.remaining_attempts=3",
            "-n state -s bootstate.system0.priority=20 -s bootstate.system1.priority=10");
  }

  @Test
  void remindsThatAConfirmedSlotRunsOutOfAttempts() throws Exception {
    assertThat(control.readState().remarks()).singleElement()
        .asString()
        .contains("slot A runs and has 2 attempts left", "confirm after each");
  }

  @Test
  void namesAVariableThatIsNoNumber() throws Exception {
    Files.writeString(directory.resolve("bootstate.system1.priority"), "high\n");

    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("found \"high\"");
  }

  @Test
  void namesAStateWithoutTheVariables() throws Exception {
    Files.delete(directory.resolve("bootstate.system1.priority"));

    assertThatThrownBy(control::readState).isInstanceOf(BootException.class)
        .hasMessageContaining("failed with 1")
        .asInstanceOf(type(BootException.class))
        .satisfies(e -> assertThat(e.remedy()).contains("bootstate.NAME.priority"));
  }

  @Test
  void namesAToolThatIsNotThere() throws Exception {
    assertThatThrownBy(() -> control(directory.resolve("none").toString()).readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("cannot be run")
        .asInstanceOf(type(BootException.class))
        .satisfies(e -> assertThat(e.remedy()).contains("dt-utils"));
  }

  @Test
  void understandsWhatTheRealToolSaysWhereThereIsNoState() throws Exception {
    RealTool.require("barebox-state");

    assertThatThrownBy(() -> control("barebox-state").readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining("barebox-state -n state: failed with");
  }
}
