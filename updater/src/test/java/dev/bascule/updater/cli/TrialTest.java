package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Version;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.updater.update.DeviceLock;
import dev.bascule.updater.update.Manifests;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an activation to its end, and the ways back, on a {@link Bench}. */
class TrialTest {

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
  void leadsFromTheActivationToTheConfirmation() throws IOException {
    bench.check("10-works", "test \"$BASCULE_SLOT-$BASCULE_VERSION\" = B-1.2.0");
    bench.stage();

    assertThat(bench.bascule("activate", "--json")).isEqualTo(ExitCode.OK);
    assertThat(bench.json().path("reboot_needed").booleanValue()).isTrue();
    assertThat(bench.state()).isEqualTo("activated");
    bench.start();
    assertThat(bench.state()).isEqualTo("trial");
    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.OK);
    assertThat(bench.out())
        .isEqualTo("slot B (" + Bench.NEW + ") is confirmed: 1 checks passed\n");

    assertThat(bench.state()).isEqualTo("confirmed");
    assertThat(bench.json().path("floor").longValue()).isEqualTo(Bench.NEW.floor());
    assertThat(bench.json().path("booted").textValue()).isEqualTo("B");
    assertThat(bench.json().at("/slots/1/version").textValue()).isEqualTo("1.2.0");
  }

  @Test
  void givesUpAnUnhealthySystemAndSaysWhyAfterwards() throws IOException {
    bench.check("10-network", "echo no route; exit 1");
    bench.stage();
    bench.bascule("activate");
    bench.start();

    assertThat(bench.bascule("confirm", "--reboot")).isEqualTo(ExitCode.UNHEALTHY);
    assertThat(bench.err()).contains("10-network: exit 1 (no route)");
    assertThat(bench.restarted()).exists();
    bench.start();

    assertThat(bench.state()).isEqualTo("fell_back");
    assertThat(bench.bascule("status")).isZero();
    assertThat(bench.out()).contains("fell back from " + Bench.NEW + " to slot A (failed health): "
        + "10-network: exit 1 (no route)");
  }

  @Test
  void saysThatTheTriesWereUsedUp() throws IOException {
    bench.stage();
    bench.bascule("activate");
    bench.start();
    bench.start();
    bench.start();

    assertThat(bench.bascule("cancel", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.json().path("reason").textValue()).isEqualTo("nothing_to_cancel");
    assertThat(bench.state()).isEqualTo("fell_back");
    assertThat(bench.json().at("/quarantine/0/version").textValue()).isEqualTo("1.2.0");
    assertThat(bench.bascule("mark", "retry", "1.2.0")).isEqualTo(ExitCode.OK);
    bench.state();
    assertThat(bench.json().path("quarantine")).isEmpty();
  }

  @Test
  void rollsBackOnlyForSomebodyWhoMeansIt() throws IOException {
    bench.confirmNew();

    assertThat(bench.bascule("rollback")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.err()).contains("say it again with --yes");
    assertThat(bench.state()).isEqualTo("confirmed");

    assertThat(bench.bascule("rollback", "--yes", "--reason", "slow")).isEqualTo(ExitCode.OK);
    bench.start();
    assertThat(bench.state()).isEqualTo("rolled_back");
    assertThat(bench.json().path("booted").textValue()).isEqualTo("A");
    assertThat(bench.json().path("held").textValue()).isEqualTo("1.2.0");
  }

  @Test
  void rollsBackWhileAnotherCommandTransfers() throws IOException {
    bench.confirmNew();
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
  void confirmsAHealthySystemWhoseJournalCannotBeWritten() throws IOException {
    bench.check("10-works", "exit 0");
    bench.stage();
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
    assertThat(bench.state()).isEqualTo("confirmed");
  }

  @Test
  void keepsWhatAFailedSystemSaid() throws IOException {
    bench.check("10-network", "seq 1 200 | sed 's/^/line /'; exit 1");
    bench.stage();
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
    bench.stage();
    bench.bascule("activate");
    bench.start();
    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.UNHEALTHY);

    for (int start = 0; start < 3; start++) {
      bench.start();
      assertThat(bench.bascule("confirm", "--reboot")).as(bench.err()).isEqualTo(ExitCode.OK);
      assertThat(bench.restarted()).doesNotExist();
      bench.state();
      assertThat(bench.json().path("booted").textValue()).isEqualTo("A");
    }
  }

  @Test
  void readsTheOtherSlotBeforeItReturnsThere() throws IOException {
    bench.confirmNew();
    Path record = bench.write("var/lib/bascule/slots/A.image.json", "");
    Files.write(record, ManifestJson
        .encode(Manifests.ofZeros(Version.parse("1.0.0"), 1, 512 << 10)));
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
        "does not hold what was signed");
    assertThat(bench.bascule("rollback", "--yes", "--no-verify")).isZero();
  }

  @Test
  void exercisesTheWayBack() throws IOException {
    bench.confirmNew();
    bench.check("10-works", "test \"$BASCULE_SLOT\" = A");

    assertThat(bench.bascule("drill", "--reboot")).as(bench.err()).isZero();
    bench.start();
    assertThat(bench.state()).isEqualTo("trial");
    assertThat(bench.bascule("confirm", "--reboot")).as(bench.err()).isZero();
    assertThat(bench.out()).contains("slot A is healthy; slot B boots next");
    bench.start();
    assertThat(bench.bascule("confirm")).isZero();

    bench.state();
    assertThat(bench.json().path("booted").textValue()).isEqualTo("B");
    assertThat(bench.json().at("/slots/0/standing").textValue()).isEqualTo("good");
    bench.bascule("history", "-n", "1");
    assertThat(bench.out()).contains("drill ended", "passed=true");
  }

  @Test
  void findsOutByADrillThatThereIsNoWayBack() throws IOException {
    bench.confirmNew();
    bench.bascule("drill");
    bench.start(); // slot A, which never comes as far as its checks
    bench.start();
    bench.start();

    assertThat(bench.bascule("confirm")).as(bench.err()).isZero();
    bench.state();
    assertThat(bench.json().path("booted").textValue()).isEqualTo("B");
    bench.bascule("history", "-n", "1");
    assertThat(bench.out()).contains("drill ended", "passed=false", "did not come up healthy");
    assertThat(bench.bascule("drill")).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void givesUpASystemThatLacksAMount() throws IOException {
    bench.configure("");
    bench.write("etc/bascule/conf.d/10.toml", "[health]\nmounts = [\"/nowhere\"]\n");
    bench.write("proc/self/mounts", "/dev/sda1 / ext4 ro 0 0\n");
    bench.stage();
    bench.bascule("activate");
    bench.start();

    assertThat(bench.bascule("confirm")).isEqualTo(ExitCode.UNHEALTHY);
    assertThat(bench.err()).contains("mount /nowhere: nothing is mounted there");
  }

  @Test
  void concludesNothingInARescueSystem() throws IOException {
    bench.stage();
    bench.bascule("activate");
    bench.rescue();

    assertThat(bench.state()).isEqualTo("activated");
    assertThat(bench.json().path("booted").isNull()).isTrue();
    assertThat(bench.bascule("confirm", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(bench.json().path("reason").textValue()).isEqualTo("booted_slot_unknown");
  }

  private void awaitHeldBy(Process holder) throws IOException {
    while (DeviceLock.holderNow(bench.path("run/bascule"), bench.path("proc")).isEmpty()) {
      assertThat(holder.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }
}
