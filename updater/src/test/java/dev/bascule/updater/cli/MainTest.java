package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.updater.update.DeviceLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command as people and scripts meet it, on a {@link Bench}. */
class MainTest {

  @TempDir
  private Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;

  @SuppressWarnings("NullAway.Init") // made before all tests
  private static byte[] disk;

  @BeforeAll
  static void makeDisk(@TempDir Path temporary) throws IOException {
    disk = Bench.disk(temporary);
  }

  @BeforeEach
  void makeBench() throws IOException {
    bench = new Bench(directory, disk);
  }

  @Test
  void showsAFreshDeviceAtAGlance() {
    assertThat(bench.bascule("status")).isEqualTo(ExitCode.OK);

    assertThat(bench.out()).isEqualTo("""
      edge: idle
        slot A  -         good     runs     boots next
        slot B  -         bad
        next    the next look for an update: bascule check
      """);
  }

  @Test
  void plainCommandsAreWhatPicocliMakesOfThem() throws IllegalAccessException {
    for (String name : PlainLine.COMMANDS.keySet()) {
      CommandLine read = Main.specification().commandLine();
      read.parseArgs(name, "--root", "/somewhere", "--json");
      Object expected =
          Objects.requireNonNull(read.getSubcommands().get(name)).getCommand();
      Object found = PlainLine.read(read.getOut(), read.getErr(), name, "--root",
          "/somewhere", "--json");

      assertThat(found).as(name).hasSameClassAs(expected);
      for (Class<?> type = expected.getClass(); type != Object.class; type = type
          .getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (field.isAnnotationPresent(Option.class)
              || field.isAnnotationPresent(Parameters.class)) {
            field.setAccessible(true);
            assertThat(field.get(found)).as(name + " " + field).isEqualTo(field.get(expected));
          }
        }
      }
    }
  }

  @Test
  void whatTheTimerStartsIsPlain() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());

    assertThat(PlainLine.read(nowhere, nowhere, "daemon", "--once", "--patience", "1h", "--reboot"))
        .isInstanceOf(DaemonCommand.class)
        .extracting("once", "patience", "reboot", "bus")
        .containsExactly(true, Duration.ofHours(1), true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "history", "status --help", "status --root", "status --root --json",
      "status --json --json", "status --root=/", "status --root @file", "status --reboot",
      "update 1.2.3", "daemon --patience never", "daemon --once --interval 1h",
      "status --root / --root /"})
  void whatIsNotPlainIsLeftToPicocli(String line) {
    assertThat(PlainLine.read(new PrintWriter(Writer.nullWriter()),
        new PrintWriter(Writer.nullWriter()), line.split(" ", -1))).isNull();
  }

  @Test
  void completesAllCommandsInAShell() {
    StringWriter script = new StringWriter();
    int code = Main.run(new PrintWriter(script), new PrintWriter(script), "generate-completion");

    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(Main.COMMANDS).allSatisfy(command -> assertThat(script.toString())
        .contains("function _picocli_bascule_" + command.getKey().replace("-", "") + "()"));
  }

  @Test
  void knowsEachCommandAloneAsAmongTheOthers() {
    for (var command : Main.COMMANDS) {
      assertThat(command.getKey())
          .isEqualTo(command.getValue().getAnnotation(Command.class).name());
      assertThat(bench.bascule(command.getKey(), "--help")).isEqualTo(ExitCode.OK);
      String alone = bench.out();

      assertThat(alone).startsWith("Usage: bascule " + command.getKey());
      CommandLine among =
          Objects.requireNonNull(Main.specification().subcommands().get(command.getKey()));
      assertThat(among.getUsageMessage()).isEqualTo(alone);
    }
  }

  @Test
  void looksWithoutChangingAnything() {
    bench.bascule("status");
    bench.bascule("history");

    assertThat(bench.path("var/lib/bascule")).doesNotExist();
    assertThat(bench.path("run/bascule")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"install nonsense", "install 1.0.0 1.0.0", "install --allow-expired",
      "install stick.tar --allow-expired", "update a.bascule --source /mnt"})
  void asksForABundleOrAVersion(String line) {
    assertThat(bench.bascule(line.split(" ", -1))).as(bench.err()).isEqualTo(ExitCode.USAGE);
    assertThat(bench.err()).contains("expected a");
  }

  @Test
  void saysWhatIsWrongWithABundle() throws IOException {
    bench.write("usr/share/bascule/root.json", "{}");
    Path none = directory.resolve("none.bascule");
    assertThat(bench.bascule("install", none.toString(), "--json")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.json().path("error").textValue()).isEqualTo("bundle");
    assertThat(bench.json().path("message").textValue()).isEqualTo(none + ": no such file");

    Path other = bench.write("other.bascule", "x".repeat(1024));
    assertThat(bench.bascule("install", other.toString())).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("other.bascule: at byte 512: expected the head of a file");
    assertThat(bench.bascule("install", "https://user@host/x.bascule")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("https://host/path/update.bascule");
  }

  @Test
  void showsWhoIsAtWorkAndKeepsOthersOut() throws IOException {
    try (DeviceLock lock = DeviceLock.acquire(bench.path("run/bascule"), "update", Duration.ZERO,
        bench.path("proc"))) {
      assertThat(lock).isNotNull();
      assertThat(bench.bascule("status", "--json")).isEqualTo(ExitCode.OK);
      assertThat(bench.json().at("/busy/verb").textValue()).isEqualTo("update");

      assertThat(bench.bascule("activate")).isEqualTo(ExitCode.BUSY);
      assertThat(bench.err()).contains("bascule update (process");
    }
  }

  @Test
  void showsTheHistory() throws IOException {
    bench.confirmNew();

    assertThat(bench.bascule("history", "-n", "2")).isEqualTo(ExitCode.OK);
    assertThat(bench.out().lines()).hasSize(2);
    assertThat(bench.out()).contains("confirmed  slot=B version=1.2.0")
        .contains("floor raised  raised_to=" + Bench.NEW.floor());

    bench.bascule("history", "-n", "0", "--json");
    assertThat(bench.json().path("entries")).extracting(entry -> entry.path("event").textValue())
        .contains("staged", "activating", "activated", "boot_seen", "confirmed", "floor_raised");
  }

  @Test
  void explainsTheWholeDevice() throws IOException {
    assertThat(bench.bascule("doctor", "--json")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.json().path("findings")).extracting(found -> found.path("area").textValue())
        .contains("boot_loader", "slots", "volumes", "keys", "clock", "space", "source", "health",
            "attempts", "journal");
    assertThat(bench.json().path("findings"))
        .filteredOn(found -> found.path("grade").textValue().equals("error"))
        .singleElement()
        .matches(found -> found.path("area").textValue().equals("keys")
            && found.path("found").textValue().contains("expected the trusted root"));

    Path check = bench.write("etc/bascule/check/required.d/10-forgotten", "#!/bin/sh\n");
    bench.bascule("doctor");
    assertThat(bench.out()).contains("WARNING slots", "slot B", "there is no way back",
        check + " is not executable: no image can pass it", "-> chmod +x");
    assertThat(bench.path("var/lib/bascule")).doesNotExist();
  }

  @Test
  void givesTheDeviceInFigures() throws IOException {
    bench.configure("[metrics]\ntextfile = \"/figures/bascule.prom\"\n");
    bench.confirmNew();

    assertThat(bench.bascule("metrics")).isZero();
    assertThat(bench.out())
        .contains("bascule_slot{slot=\"B\",standing=\"good\",version=\"1.2.0\"} 1",
            "bascule_slot_booted{slot=\"A\"} 0", "bascule_journal_events{event=\"confirmed\"} 1")
        .endsWith("# EOF\n");
    assertThat(bench.path("figures/bascule.prom")).content()
        .isEqualTo(bench.out().replace("# EOF\n", ""));
  }

  @Test
  void watchesUntilNothingGoesOn() throws IOException {
    assertThat(bench.bascule("watch")).isZero();
    assertThat(bench.out()).startsWith("edge: idle");
  }

  @Test
  void provesThatItsJournalIsWhole() throws IOException {
    bench.confirmNew();
    assertThat(bench.bascule("history", "--verify", "--json")).isZero();
    String head = bench.json().path("head").textValue();
    assertThat(bench.json().path("whole").booleanValue()).isTrue();

    Path file = bench.path("var/lib/bascule/journal/00000001.jsonl");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));
    assertThat(bench.bascule("history", "--verify")).isZero();
    assertThat(bench.bascule("history", "--verify", "--head", head)).isEqualTo(ExitCode.ERROR);
    assertThat(bench.out()).contains("is missing", "NOT whole");
    Files.write(file, lines.subList(1, lines.size()));
    assertThat(bench.bascule("history", "--verify")).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void readsTheVersionOfAFactorysImageFromTheJournalOnly() throws IOException {
    bench.write("etc/os-release", "IMAGE_VERSION=1.0.0\n");

    bench.bascule("status", "--json");
    assertThat(bench.json().at("/slots/0/version").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "update", "install", "explain", "daemon --once", "daemon"})
  void saysThatThereIsNoRepository(String command) {
    assertThat(bench.bascule(command.split(" ", -1))).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("[source]");
  }

  @Test
  void refusesARepositoryWithoutATrustAnchor() {
    assertThat(bench.bascule("check", "--source", directory.toString()))
        .isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("usr/share/bascule/root.json: expected the trusted root");
  }

  @Test
  void namesTheKeyThatIsWrong() throws IOException {
    bench.configure("[healthy]");

    assertThat(bench.bascule("status")).isEqualTo(ExitCode.ERROR);
    assertThat(bench.err()).contains("etc/bascule/bascule.toml: healthy: is not a known key")
        .contains("did you mean health?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fly", "mark", "mark bad C", "mark retry x", "install 1",
      "check --source ftp://x"})
  void refusesACommandLineThatMakesNoSense(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);

    assertThat(bench.bascule(words)).isEqualTo(ExitCode.USAGE);
    assertThat(bench.err()).isNotBlank();
  }

  @Test
  void explainsItsExitStatus() {
    assertThat(bench.bascule("--help")).isEqualTo(ExitCode.OK);
    assertThat(bench.out()).contains("Exit status:", "refused", "busy");
  }
}
