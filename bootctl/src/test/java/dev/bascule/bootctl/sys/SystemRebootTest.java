package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.bootctl.ExternalTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * In a user namespace of its own a process may not restart the machine, whoever it is outside; in a namespace of
 * process numbers too, Linux answers a restart by ending that namespace's first process with SIGHUP.
 */
class SystemRebootTest {
  private static final int SIGHUP = 1;
  private static final String REFUSED = "reboot the machine with 0 tryboot: EPERM";

  private ExternalTool unshare;

  @BeforeEach
  void requireNamespaces() throws Exception {
    unshare = ExternalTool.require("unshare");
    var probe = unshare.attempt("--user", "--map-root-user", "--pid", "--fork", "true");
    assumeTrue(probe.code() == 0, "no namespaces can be had: " + probe.output());
  }

  private static List<Object> restart(String... arguments) {
    var words = new ArrayList<Object>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        RebootByArgument.class.getName()));
    words.addAll(List.of(arguments));
    return words;
  }

  private ExternalTool.Result inNamespace(List<String> kinds, List<Object> command)
      throws Exception {
    var words = new ArrayList<Object>(List.of("--user", "--map-root-user"));
    words.addAll(kinds);
    words.addAll(command);
    return unshare.attempt(words.toArray());
  }

  @Test
  void saysWhatIsMissingWhereItMayNotRestartTheMachine() throws Exception {
    var result = inNamespace(List.of(), restart("0 tryboot"));

    assertThat(result.output()).contains(REFUSED, "run it as root");
    assertThat(result.code()).isZero();
  }

  @Test
  void givesTheKernelTheArgumentAsStraceReadsIt() throws Exception {
    var strace = ExternalTool.require("strace");
    var command = new ArrayList<Object>(
        List.of(strace.program(), "-f", "-qq", "-e", "trace=reboot", "-e", "signal=none"));
    command.addAll(restart("0 tryboot"));

    var result = inNamespace(List.of(), command);
    assumeTrue(!result.output().contains("PTRACE_TRACEME"), "strace may not trace here");

    assertThat(result.output()).contains(
        "reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_RESTART2, \"0 tryboot\")"
            + " = -1 EPERM",
        REFUSED);
  }

  @Test
  void isARestartToTheKernel() throws Exception {
    for (var arguments : List.of(new String[0], new String[]{"0 tryboot"})) {
      var result = inNamespace(List.of("--pid", "--fork"), restart(arguments));

      assertThat(result.code()).as(result.output()).isEqualTo(128 + SIGHUP);
    }
  }

  @Test
  void refusesAnArgumentThatTheKernelWouldCutOff() {
    assertThatThrownBy(() -> SystemReboot.restart("x".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SystemReboot.restart("0 tryboot\0"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
