package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a device with GRUB and RAUC's script, whose variables grub-editenv reads and writes here. */
class GrubDeviceTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;

  @BeforeEach
  void makeBench() throws IOException {
    Tool.require("grub-editenv");
    bench = new Bench(directory, new byte[1 << 20]);
    bench.configure("loader = \"grub\"\nenvironment = \"/boot/grubenv\"", "");
    bench.write("boot/empty", "");
    edit("create");
    edit("set", "ORDER=A B", "A_OK=1", "A_TRY=0", "B_OK=0", "B_TRY=0");
  }

  @Test
  void leadsFromTheActivationToTheConfirmation() throws IOException {
    bench.stage();

    assertThat(bench.bascule("activate")).as(bench.err()).isEqualTo(ExitCode.OK);
    assertThat(variables()).contains("ORDER=B A", "B_OK=1", "B_TRY=0");
    boot(Slot.B);
    assertThat(bench.state()).isEqualTo("trial");
    assertThat(bench.bascule("confirm")).as(bench.err()).isEqualTo(ExitCode.OK);

    assertThat(variables()).contains("ORDER=B A", "B_OK=1", "B_TRY=0");
    assertThat(bench.state()).isEqualTo("confirmed");
  }

  @Test
  void fallsBackWhenTheScriptDid() throws IOException {
    bench.stage();
    bench.bascule("activate");
    edit("set", "B_TRY=1"); // the script tried B, which never came up
    boot(Slot.A);

    assertThat(bench.bascule("confirm")).as(bench.err()).isEqualTo(ExitCode.OK);
    assertThat(bench.state()).isEqualTo("fell_back");
    assertThat(variables()).contains("A_OK=1", "A_TRY=0", "B_OK=0");
  }

  /** The script takes the only try at each boot; without it back, the next start would be one of the other slot. */
  @Test
  void givesTheTryBackAtEachBootAndSaysSoOnce() throws IOException {
    for (int start = 0; start < 3; start++) {
      boot(Slot.A);
      assertThat(bench.bascule("confirm")).as(bench.err()).isEqualTo(ExitCode.OK);
      assertThat(variables()).contains("A_OK=1", "A_TRY=0");
    }
    bench.bascule("history");
    assertThat(bench.out().lines().filter(line -> line.contains("confirmed"))).hasSize(1);
  }

  /** As somebody left it who marked both slots bad: nothing is on trial, and a restart would find no system. */
  @Test
  void isStrandedWhereBothSlotsAreBadUntilTheRunningOneProvesItself() throws IOException {
    edit("set", "A_OK=0", "B_OK=0", "A_TRY=0", "B_TRY=0");
    bench.run(Slot.A);

    assertThat(bench.state()).isEqualTo("stranded");
    assertThat(bench.json().path("primary").isNull()).isTrue();
    assertThat(bench.json().at("/slots/0/standing").asText()).isEqualTo("bad");
    assertThat(bench.json().at("/slots/1/standing").asText()).isEqualTo("bad");
    bench.bascule("status");
    assertThat(bench.out()).contains("the boot loader would boot neither slot",
        "bascule mark good").doesNotContain("trial");
    bench.bascule("doctor");
    assertThat(bench.out()).contains("neither slot");

    bench.check("10-works", "exit 1");
    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.UNHEALTHY);
    assertThat(bench.state()).as("nothing is left to give up").isEqualTo("stranded");
    bench.check("10-works", "exit 0");
    assertThat(bench.bascule("confirm")).as(bench.err()).isEqualTo(ExitCode.OK);
    assertThat(variables()).contains("A_OK=1", "A_TRY=0", "B_OK=0");
    assertThat(bench.state()).isEqualTo("confirmed");
  }

  /** What the script does when it starts a slot. */
  private void boot(Slot slot) throws IOException {
    edit("set", slot + "_TRY=1");
    bench.run(slot);
  }

  private List<String> variables() throws IOException {
    return edit("list").lines().toList();
  }

  private String edit(String... arguments) throws IOException {
    var command = new ArrayList<>(
        List.of("grub-editenv", bench.path("boot/grubenv").toString()));
    command.addAll(List.of(arguments));
    return Tool.run(command);
  }
}
