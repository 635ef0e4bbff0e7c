package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that belongs to a release, by the command that a device runs at each start, and a release's own programs. */
final class MigrateTest {

  private static final String FORM = "var/lib/product/data/form";
  private static final String KEPT = "var/lib/product/data.bascule";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path shared;
  @SuppressWarnings("NullAway.Init") // made before all tests
  private static byte[] disk;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Bench bench;

  @BeforeAll
  static void makeDisk() throws IOException {
    disk = Bench.disk(shared);
  }

  @BeforeEach
  void bootTheNewReleaseOnTrial() throws IOException {
    bench = new Bench(directory, disk);
    bench.configure("[data]\ndirectory = \"/var/lib/product/data\"\n");
    bench.check("10-works", "exit 0");
    bench.write(FORM, "written by 1.0.0\n");
    bench.record(new Event.Staged(Slot.A, Events.image("1.0.0")));
    assertThat(bench.bascule("migrate")).as(bench.err()).isZero();
    bench.stage();
    bench.bascule("activate");
    bench.start();
  }

  @Test
  void migratesOnceKeepsTheOldAndThrowsItAwayWithTheConfirmation() throws IOException {
    program("echo \"$1 $3 $4\" >> \"$2/form\"");

    assertThat(bench.bascule("migrate")).as(bench.err()).isZero();
    assertThat(bench.out()).contains("the data is 1.2.0's, brought from 1.0.0's");
    assertThat(bench.bascule("migrate", "--json")).isZero();
    assertThat(bench.json().path("changed").asBoolean()).isFalse();
    assertThat(bench.path(FORM)).hasContent("written by 1.0.0\nforward 1.0.0 1.2.0\n");
    assertThat(bench.path(KEPT)).exists();

    assertThat(bench.bascule("confirm")).as(bench.err()).isZero();
    assertThat(bench.path(KEPT)).doesNotExist();
    bench.bascule("history");
    assertThat(bench.out()).contains("data migrated  version=1.2.0");
  }

  @Test
  void aReleaseWhoseMigrationFailsIsGivenUpAndTheOldOneFindsItsData() throws IOException {
    program("echo half > \"$2/form\"; echo 'the disk is odd'; exit 3");

    assertThat(bench.bascule("migrate", "--reboot")).isEqualTo(5);
    assertThat(bench.err())
        .contains("the migration 10-form forward from 1.0.0 to 1.2.0 failed: exit 3: "
            + "the disk is odd");
    assertThat(bench.restarted()).exists();
    assertThat(bench.path(FORM)).hasContent("written by 1.0.0\n");

    bench.start();
    assertThat(bench.state()).isEqualTo("fell_back");
    assertThat(bench.bascule("migrate")).isZero();
    assertThat(bench.path(FORM)).hasContent("written by 1.0.0\n");
  }

  @Test
  void aReleaseThatForgotToMigrateIsNotConfirmed() {
    assertThat(bench.bascule("confirm")).isEqualTo(5);
    assertThat(bench.err()).contains("expected data of 1.2.0, found that of 1.0.0");
  }

  @Test
  void theWayBackFromAConfirmedReleaseTakesTheDataAlong() throws IOException {
    program("echo \"$1 $3 $4\" >> \"$2/form\"");
    bench.bascule("migrate");
    bench.bascule("confirm");

    assertThat(bench.bascule("rollback", "--yes", "--no-verify")).as(bench.err()).isZero();
    bench.start();
    assertThat(bench.bascule("migrate")).as(bench.err()).isZero();

    assertThat(bench.path(FORM))
        .hasContent("written by 1.0.0\nforward 1.0.0 1.2.0\nback 1.2.0 1.0.0\n");

    bench.bascule("confirm");
    assertThat(bench.bascule("rollback", "--yes", "--no-verify")).as(bench.err()).isZero();
    bench.start();
    assertThat(bench.bascule("migrate")).as(bench.err()).isZero();
    assertThat(bench.path(FORM)).as("what was left is taken up again")
        .hasContent("written by 1.0.0\nforward 1.0.0 1.2.0\n");
  }

  @Test
  void aDrillTakesTheDataAlongAndBringsItBack() throws IOException {
    program("echo \"$1 $3 $4\" >> \"$2/form\"");
    bench.bascule("migrate");
    bench.bascule("confirm");

    assertThat(bench.bascule("drill")).as(bench.err()).isZero();
    bench.start();
    assertThat(bench.bascule("migrate")).as(bench.err()).isZero();
    assertThat(bench.path(FORM))
        .hasContent("written by 1.0.0\nforward 1.0.0 1.2.0\nback 1.2.0 1.0.0\n");
    assertThat(bench.bascule("confirm")).as(bench.err()).isZero();
    bench.start();
    assertThat(bench.bascule("migrate")).as(bench.err()).isZero();

    assertThat(bench.path(FORM)).hasContent("written by 1.0.0\nforward 1.0.0 1.2.0\n");
  }

  @Test
  void thereIsNoWayBackThatWouldSpoilTheData() throws IOException {
    program("[ $1 = forward ]");
    bench.bascule("migrate");
    bench.bascule("confirm");

    assertThat(bench.bascule("rollback", "--yes", "--no-verify")).isEqualTo(1);
    assertThat(bench.err()).contains("the migration 10-form back from 1.2.0 to 1.0.0 failed");
    assertThat(bench.state()).isEqualTo("confirmed");
  }

  private void program(String script) throws IOException {
    Path file = bench.write("usr/lib/bascule/migrate.d/10-form", "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
