package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.update.DeviceLock;
import dev.bascule.updater.update.Manifests;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as people and scripts meet it, on a {@link Bench}. */
class MainTest {

  private static final ImageRef NEW = Events.image("1.2.0");

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
  void leadsFromTheActivationToTheConfirmation() throws IOException {
    bench.check("10-works", "test \"$BASCULE_SLOT-$BASCULE_VERSION\" = B-1.2.0");
    stage();

    assertThat(bench.bascule("activate", "--json")).isEqualTo(ExitCode.OK);
    assertThat(bench.json().path("reboot_needed").booleanValue()).isTrue();
    assertThat(state()).isEqualTo("activated");
    bench.start();
    assertThat(state()).isEqualTo("trial");
    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.OK);
    assertThat(bench.out())
        .isEqualTo("slot B (" + NEW + ") is confirmed: 1 checks passed\n");

    assertThat(state()).isEqualTo("confirmed");
    assertThat(bench.json().path("floor").longValue()).isEqualTo(NEW.floor());
    assertThat(bench.json().path("booted").textValue()).isEqualTo("B");
    assertThat(bench.json().at("/slots/1/version").textValue()).isEqualTo("1.2.0");
  }

  @Test
  void givesUpAnUnhealthySystemAndSaysWhyAfterwards() throws IOException {
    bench.check("10-network", "echo no route; exit 1");
    stage();
    bench.bascule("activate");
    bench.start();

    assertThat(bench.bascule("confirm", "--reboot")).isEqualTo(ExitCode.UNHEALTHY);
    assertThat(bench.err()).contains("10-network: exit 1 (no route)");
    assertThat(bench.restarted()).exists();
    bench.start();

    assertThat(state()).isEqualTo("fell_back");
    assertThat(bench.bascule("status")).isZero();
    assertThat(bench.out()).contains("fell back from " + NEW + " to slot A (failed health): "
        + "10-network: exit 1 (no route)");
  }

  @Test
  void saysThatTheTriesWereUsedUp() throws IOException {
    stage();
    bench.bascule("activate");
    bench.start();
    bench.start();
    bench.start();

    assertThat(bench.bascule("cancel", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.json().path("reason").textValue()).isEqualTo("nothing_to_cancel");
    assertThat(state()).isEqualTo("fell_back");
    assertThat(bench.json().at("/quarantine/0/version").textValue()).isEqualTo("1.2.0");
    assertThat(bench.bascule("mark", "retry", "1.2.0")).isEqualTo(ExitCode.OK);
    state();
    assertThat(bench.json().path("quarantine")).isEmpty();
  }

  @Test
  void rollsBackOnlyForSomebodyWhoMeansIt() throws IOException {
    confirmNew();

    assertThat(bench.bascule("rollback")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.err()).contains("say it again with --yes");
    assertThat(state()).isEqualTo("confirmed");

    assertThat(bench.bascule("rollback", "--yes", "--reason", "slow")).isEqualTo(ExitCode.OK);
    bench.start();
    assertThat(state()).isEqualTo("rolled_back");
    assertThat(bench.json().path("booted").textValue()).isEqualTo("A");
    assertThat(bench.json().path("held").textValue()).isEqualTo("1.2.0");
  }

  @Test
  void rollsBackWhileAnotherCommandTransfers() throws IOException {
    confirmNew();
    Path lock = bench.write("run/bascule/lock", "");
    Process transfer =
        new ProcessBuilder("flock", "--no-fork", "-x", lock.toString(), "sleep", "1000").start();
    try {
      awaitHeldBy(transfer);
      Files.writeString(lock, transfer.pid() + " update\n");

      assertThat(bench.bascule("rollback", "--yes")).isEqualTo(ExitCode.OK);

      assertThat(transfer.onExit().join().exitValue()).isNotZero();
    } finally {
      transfer.destroyForcibly();
    }
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
  void confirmsAHealthySystemWhoseJournalCannotBeWritten() throws IOException {
    bench.check("10-works", "exit 0");
    stage();
    bench.bascule("activate");
    bench.start();
    Path journal = bench.path("var/lib/bascule/journal");
    Path aside = bench.path("aside");
    Files.move(journal, aside);
    Files.writeString(journal, "in the way");

    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.OK);
    assertThat(bench.err()).contains("warning: the verdict is not in the journal");

    Files.delete(journal);
    Files.move(aside, journal);
    assertThat(state()).isEqualTo("confirmed");
  }

  @Test
  void showsTheHistory() throws IOException {
    confirmNew();

    assertThat(bench.bascule("history", "-n", "2")).isEqualTo(ExitCode.OK);
    assertThat(bench.out().lines()).hasSize(2);
    assertThat(bench.out()).contains("confirmed  slot=B version=1.2.0")
        .contains("floor raised  raised_to=" + NEW.floor());

    bench.bascule("history", "-n", "0", "--json");
    assertThat(bench.json().path("entries")).extracting(entry -> entry.path("event").textValue())
        .contains("staged", "activating", "activated", "boot_seen", "confirmed", "floor_raised");
  }

  @Test
  void keepsWhatAFailedSystemSaid() throws IOException {
    bench.check("10-network", "seq 1 200 | sed 's/^/line /'; exit 1");
    stage();
    bench.bascule("activate");
    bench.start();
    bench.bascule("confirm");
    bench.start();
    bench.bascule("confirm");

    assertThat(bench.bascule("history", "-n", "0", "--evidence")).isZero();
    assertThat(bench.out()).contains("check 10-network:", "line 1\n", "line 200", "journal:",
        "failed units:");
    bench.bascule("history", "-n", "0", "--evidence", "--json");
    assertThat(bench.json().path("entries")).filteredOn(entry -> entry.has("kept"))
        .extracting(entry -> entry.path("event").textValue())
        .containsExactly("health_checked", "fell_back");
    assertThat(bench.json().path("head").textValue()).matches("[0-9]+:[0-9a-f]{64}");
  }

  /** Nothing is left to fall back to: the device stays where it is and can be reached. */
  @Test
  void staysWhereItIsWhenNeitherSlotIsHealthy() throws IOException {
    bench.check("10-broken", "exit 1");
    stage();
    bench.bascule("activate");
    bench.start();
    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.UNHEALTHY);

    for (int start = 0; start < 3; start++) {
      bench.start();
      assertThat(bench.bascule("confirm", "--reboot")).as(bench.err()).isEqualTo(ExitCode.OK);
      assertThat(bench.restarted()).doesNotExist();
      state();
      assertThat(bench.json().path("booted").textValue()).isEqualTo("A");
    }
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
  void readsTheOtherSlotBeforeItReturnsThere() throws IOException {
    confirmNew();
    Path record = bench.write("var/lib/bascule/slots/A.image.json", "");
    Files.write(record, ManifestJson.encode(Manifests.manifest(Version.parse("1.0.0"), 1, 512 << 10,
        Sha256.digest(new byte[512 << 10]))));
    assertThat(bench.bascule("rollback", "--yes")).isZero();
    assertThat(bench.err()).doesNotContain("not verified");
    bench.bascule("cancel");

    try (RandomAccessFile medium = new RandomAccessFile(bench.path("disk.img").toFile(), "rw")) {
      medium.seek((1 << 20) + (300 << 10));
      medium.write(1); // one bit of slot A
    }
    assertThat(bench.bascule("rollback", "--yes", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.json().path("reason").textValue()).isEqualTo("slot_damaged");
    assertThat(bench.json().path("explanation").textValue()).contains("ROOT-A",
        "expected the SHA-256");
    assertThat(bench.bascule("rollback", "--yes", "--no-verify")).isZero();
  }

  @Test
  void exercisesTheWayBack() throws IOException {
    confirmNew();
    bench.check("10-works", "test \"$BASCULE_SLOT\" = A");

    assertThat(bench.bascule("drill", "--reboot")).as(bench.err()).isZero();
    bench.start();
    assertThat(state()).isEqualTo("trial");
    assertThat(bench.bascule("confirm", "--reboot")).as(bench.err()).isZero();
    assertThat(bench.out()).contains("slot A is healthy; slot B boots next");
    bench.start();
    assertThat(bench.bascule("confirm")).isZero();

    state();
    assertThat(bench.json().path("booted").textValue()).isEqualTo("B");
    assertThat(bench.json().at("/slots/0/standing").textValue()).isEqualTo("good");
    bench.bascule("history", "-n", "1");
    assertThat(bench.out()).contains("drill ended", "passed=true");
  }

  @Test
  void findsOutByADrillThatThereIsNoWayBack() throws IOException {
    confirmNew();
    bench.bascule("drill");
    bench.start(); // slot A, which never comes as far as its checks
    bench.start();
    bench.start();

    assertThat(bench.bascule("confirm")).as(bench.err()).isZero();
    state();
    assertThat(bench.json().path("booted").textValue()).isEqualTo("B");
    bench.bascule("history", "-n", "1");
    assertThat(bench.out()).contains("drill ended", "passed=false", "did not come up healthy");
    assertThat(bench.bascule("drill")).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void givesTheDeviceInFigures() throws IOException {
    bench.configure("[metrics]\ntextfile = \"/figures/bascule.prom\"\n");
    confirmNew();

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
    confirmNew();
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
  void givesUpASystemThatLacksAMount() throws IOException {
    bench.configure("");
    bench.write("etc/bascule/conf.d/10.toml", "[health]\nmounts = [\"/nowhere\"]\n");
    bench.write("proc/self/mounts", "/dev/sda1 / ext4 ro 0 0\n");
    stage();
    bench.bascule("activate");
    bench.start();

    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.UNHEALTHY);
    assertThat(bench.err()).contains("mount /nowhere: nothing is mounted there");
  }

  @Test
  void concludesNothingInARescueSystem() throws IOException {
    stage();
    bench.bascule("activate");
    bench.rescue();

    assertThat(state()).isEqualTo("activated");
    assertThat(bench.json().path("booted").isNull()).isTrue();
    assertThat(bench.bascule("confirm", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.json().path("reason").textValue()).isEqualTo("booted_slot_unknown");
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

  private void stage() throws IOException {
    bench.record(new Event.Staged(Slot.B, NEW));
  }

  private void confirmNew() throws IOException {
    bench.check("10-works", "exit 0");
    stage();
    bench.bascule("activate");
    bench.start();
    bench.bascule("confirm");
  }

  private String state() throws IOException {
    assertThat(bench.bascule("status", "--json")).as(bench.err()).isZero();
    JsonNode state = bench.json().path("state");
    return state.asText();
  }

  private void awaitHeldBy(Process holder) throws IOException {
    while (DeviceLock.holderNow(bench.path("run/bascule"), bench.path("proc")).isEmpty()) {
      assertThat(holder.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }
}
