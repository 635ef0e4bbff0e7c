package dev.bascule.bootctl.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Rauc;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script that keeps RAUC's contract serves both us and the real RAUC. */
class CommandBootControlTest {
  /** The contract of RAUC's manual, with files for a boot loader. */
  private static final String SCRIPT = """
    #!/bin/sh
    set -eu
    state=%s
    echo "$@" >> $state/calls
    case "$1" in
      get-primary) cat $state/primary ;;
      set-primary) echo "$2" > $state/primary; echo good > $state/$2 ;;
      get-state) cat $state/$2 ;;
      set-state) echo "$3" > $state/$2 ;;
      get-current) cat $state/current ;;
      *) echo "unknown: $1" >&2; exit 1 ;;
    esac
    """;

  @TempDir
  private Path directory;
  private Path state;
  private Path program;

  @BeforeEach
  void makeLoader() throws IOException {
    state = Files.createDirectories(directory.resolve("state"));
    Files.writeString(state.resolve("primary"), "A\n");
    Files.writeString(state.resolve("A"), "good\n");
    Files.writeString(state.resolve("B"), "bad\n");
    Files.writeString(state.resolve("current"), "A\n");
    program = script(SCRIPT.formatted(state));
  }

  @Test
  void raucAgreesAfterEveryOperation() throws Exception {
    try (var rauc = Rauc.start(directory,
        "bootloader=custom\n[handlers]\nbootloader-custom-backend=" + program + "\n[system]",
        Map.of())) {
      judge(rauc, "A", "good", "bad");
      assertWritten(control().activate(Slot.B, 3));
      judge(rauc, "B", "good", "good");
      assertThat(control().readState().b().standing()).isEqualTo(Standing.TRIAL);
      Files.writeString(state.resolve("current"), "B\n");
      assertWritten(control().confirm());
      assertThat(control().readState().b().standing()).isEqualTo(Standing.GOOD);
      assertWritten(control().rollback());
      judge(rauc, "A", "good", "good");
      assertWritten(control().cancel());
      assertWritten(control().disable(Slot.A));
      judge(rauc, "B", "bad", "good");

      rauc.mark("mark-active", "rootfs.0");
      assertThat(control().readState().primary()).isEqualTo(Slot.A);
    }
  }

  @Test
  void cancelTakesATrialsGoodnessBack() throws Exception {
    assertWritten(control().activate(Slot.B, 1));
    assertWritten(control().cancel());
    assertThat(Files.readString(state.resolve("calls")))
        .endsWith("""
          set-primary A
          get-state A
          get-state B
          set-state B bad
          get-primary
          get-state A
          get-state B
          get-current
          """);
    assertThat(control().readState().b().standing()).isEqualTo(Standing.BAD);
  }

  /** The program tells the vendor's firmware that the boot was good, whatever it thinks already. */
  @Test
  void confirmTellsTheProgramEvenIfItCallsTheTrialGood() throws Exception {
    assertWritten(control().activate(Slot.B, 1));
    Files.writeString(state.resolve("current"), "B\n");
    assertWritten(control().confirm());
    assertThat(Files.readString(state.resolve("calls"))).contains("set-state B good\n");
  }

  /** Firmware that counts every start would run out of tries otherwise, and leave a good slot. */
  @Test
  void everyConfirmationIsToldToTheProgram() throws Exception {
    assertThat(control().confirm()).isInstanceOf(Change.Unchanged.class);
    assertThat(control().confirm()).isInstanceOf(Change.Unchanged.class);

    assertThat(Files.readAllLines(state.resolve("calls")))
        .filteredOn(call -> call.startsWith("set-"))
        .containsExactly("set-state A good", "set-state A good");
  }

  @Test
  void aTrialThatFailedIsToldOnceTheOldSlotIsConfirmed() throws Exception {
    assertWritten(control().activate(Slot.B, 1));
    Files.writeString(state.resolve("B"), "bad\n"); // as a program says of a slot whose try is spent
    Files.writeString(state.resolve("calls"), "");

    assertWritten(control().confirm());

    assertThat(Files.readAllLines(state.resolve("calls")))
        .filteredOn(call -> call.startsWith("set-"))
        .containsExactly("set-state A good", "set-primary A", "set-state B bad");
    assertThat(control().readState().b().standing()).isEqualTo(Standing.BAD);
  }

  /** Power is cut after every call and every write of the memory. */
  @Test
  void everyBeginningOfAChangeLeavesAGoodSlot() throws Exception {
    int calls = 0;
    for (int cut = 0;; cut++) {
      makeLoader();
      Files.deleteIfExists(directory.resolve("memory/" + CommandStore.TRIAL));
      Files.writeString(state.resolve("budget"), cut + "\n");
      program = script("""
        #!/bin/sh
        case "$1" in
          set-*)
            left=$(cat %1$s/budget)
            [ "$left" -gt 0 ] || exit 7
            echo $((left - 1)) > %1$s/budget ;;
        esac
        exec sh %1$s/inner "$@"
        """.formatted(state));
      Files.writeString(state.resolve("inner"), SCRIPT.formatted(state));
      calls = 0;
      try {
        control().activate(Slot.B, 1);
        calls++;
        control().cancel();
        calls++;
      } catch (BootException e) {
        assertThat(e).hasMessageContaining("found 7");
      }
      var left = control().readState();
      assertThat(left.a().standing()).isEqualTo(Standing.GOOD);
      assertThat(left.b().standing()).isNotEqualTo(Standing.GOOD);
      if (calls == 2) {
        assertThat(cut).isGreaterThanOrEqualTo(3);
        return;
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
    echo C                              | expected A or B, found "C"
    exit 3                              | expected exit code 0, found 3
    echo no such thing >&2; exit 1      | found 1: no such thing
    sleep 60                            | expected an answer within
    head -c 100000 /dev/zero; sleep 60  | expected an answer within
    head -c 100000 /dev/zero            | expected A or B
    """, delimiter = '|')
  void namesWhatTheProgramDoesWrong(String body, String message) throws Exception {
    program = script("#!/bin/sh\n" + body + "\n");
    assertThatThrownBy(() -> control(Duration.ofSeconds(2)).readState())
        .isInstanceOf(BootException.class)
        .hasMessageContaining(program + " get-primary")
        .hasMessageContaining(message);
  }

  @Test
  void namesAProgramThatIsNotThere() throws Exception {
    Files.delete(program);
    assertThatThrownBy(() -> control().readState()).isInstanceOf(BootException.class)
        .hasMessageContaining(program.toString());
    Files.writeString(program, "#!/bin/sh\n");
    assertThatThrownBy(() -> control().readState()).isInstanceOf(BootException.class)
        .hasMessageContaining("cannot be run");
  }

  @Test
  void givesTheProgramAPlainEnvironmentAndNoInput() throws Exception {
    program = script("#!/bin/sh\nenv > " + directory.resolve("env")
        + "\ncat > " + directory.resolve("input") + "\necho A\n");
    assertThatThrownBy(() -> control().readState()).hasMessageContaining("get-state A");
    assertThat(Files.readString(directory.resolve("env"))
        .lines()
        .map(line -> line.substring(0, line.indexOf('='))))
        .isSubsetOf("PATH", "LC_ALL", "PWD", "OLDPWD", "_", "SHLVL")
        .contains("PATH", "LC_ALL");
    assertThat(directory.resolve("input")).isEmptyFile();
  }

  private Path script(String text) throws IOException {
    var script = Files.writeString(directory.resolve("loader"), text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private StoredBootControl<?> control() throws IOException {
    return control(Duration.ofSeconds(30));
  }

  private StoredBootControl<?> control(Duration limit) throws IOException {
    return Command.control(program, limit, directory.resolve("memory"), Bootnames.DEFAULT,
        VolumeSpec.parse("PARTLABEL=root-a"), VolumeSpec.parse("PARTLABEL=root-b"),
        TestHost.in(directory).host());
  }

  private static void judge(Rauc rauc, String primary, String a, String b) throws Exception {
    assertThat(rauc.primary()).isEqualTo(primary);
    assertThat(rauc.status("A")).isEqualTo(a);
    assertThat(rauc.status("B")).isEqualTo(b);
  }

  private static void assertWritten(Change change) {
    assertThat(change).isInstanceOf(Change.Written.class);
  }
}
