package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.Progress;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.debian.DebianCache;
import dev.bascule.lab.debian.DebianPair;
import dev.bascule.lab.debian.Edition;
import dev.bascule.lab.debian.FileSystem;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.judge.PartitionJudge;
import dev.bascule.lab.judge.VerityJudge;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real Debian system and its real update, as EROFS and as ext4, from the publisher's command to the confirmed slot, with other projects'
 * tools as judges after every step that writes.
 */
@ParameterizedClass
@SuppressWarnings("NullAway.Init") // the static fields are set before each form's tests
@EnumSource
final class RealSystemIT {

  private static final int LEVEL = 3;

  @TempDir
  static Path bench;
  private static Checkout checkout;
  private static Path before;
  private static Path after;
  private static Workshop workshop;
  private static ImageManifest update;

  @SuppressWarnings("UnusedVariable") // the tests' names show it
  private final FileSystem form;

  @TempDir
  Path directory;
  private Device device;

  @BeforeParameterizedClassInvocation
  static void publishTheUpdate(FileSystem form) throws IOException {
    Needs.root();
    Needs.tools(Tool.of("mmdebstrap"), new Tool("mkfs.erofs", "erofs-utils"),
        new Tool("mke2fs", "e2fsprogs"));
    PartitionJudge.require();
    VerityJudge.require();
    checkout = Checkout.find();
    DebianPair pair = new DebianCache(
        CacheDirectory.in(System.getenv()),
        Progress.to(System.err)).get();
    before = pair.of(Edition.BEFORE).volume(form);
    after = pair.of(Edition.AFTER).volume(form);
    workshop = Workshop.create(bench.resolve(form.label()), checkout.basculeImage());
    workshop.build(1, before, LEVEL);
    update = workshop.build(2, after, LEVEL);
    workshop.publish(2);
  }

  RealSystemIT(FileSystem form) {
    this.form = form;
  }

  @BeforeEach
  void assembleDevice() throws IOException {
    DiskImage disk = DiskImage.create(
        directory.resolve("disk"),
        DiskPlan.forVolume(Files.size(before)),
        before);
    device = workshop.assemble(
        directory.resolve("device"),
        disk.file(),
        workshop.repository().toUri().toString(),
        checkout.bascule());
    device.recordFactoryImage(workshop.built(1).resolve(ImageManifest.FILE_NAME));
  }

  @Test
  void updateIsInstalledTriedAndConfirmed() throws IOException {
    assertThat(boot()).isEqualTo(Slot.A);

    run(0, "install");
    assertThat(device.disk().readAttributes(Slot.B).bootable()).isFalse();
    requireUpdateIn(Slot.B);
    assertThat(boot()).isEqualTo(Slot.A);

    run(0, "activate");
    assertThat(status().path("primary").textValue()).isEqualTo("B");
    assertThat(boot()).isEqualTo(Slot.B);
    assertThat(device.disk().readAttributes(Slot.A).successful()).isTrue();

    run(0, "confirm");
    assertThat(device.disk().readAttributes(Slot.B).successful()).isTrue();
    assertThat(boot()).isEqualTo(Slot.B);
    assertThat(status().path("state").textValue()).isEqualTo("confirmed");
    requireUpdateIn(Slot.B);
    assertThat(device.disk().firstDifference(Slot.A, before)).isEqualTo(-1);
  }

  @Test
  void updateThatFailsItsChecksIsGivenUpForTheOldSystem() throws IOException {
    device.addCheck("50-web", "test \"$(cat " + device.root() + "/healthy)\" = yes");
    boot();
    run(0, "update");
    assertThat(boot()).isEqualTo(Slot.B);

    run(5, "confirm");

    assertThat(boot()).isEqualTo(Slot.A);
    assertThat(status().path("state").textValue()).isEqualTo("fell_back");
    run(0, "update");
    assertThat(boot()).as("the same image is not tried again").isEqualTo(Slot.A);
  }

  @Test
  void updateThatNeverConfirmsRunsOutOfTries() throws IOException {
    boot();
    run(0, "update");
    int tries = device.disk().readAttributes(Slot.B).tries();
    assertThat(tries).isPositive();

    for (int boot = 0; boot < tries; boot++) {
      assertThat(boot()).isEqualTo(Slot.B);
    }

    assertThat(boot()).isEqualTo(Slot.A);
    assertThat(status().path("state").textValue()).isEqualTo("fell_back");
  }

  @Test
  void technicianReturnsToTheOldSystemAndTheNextPollLeavesItThere() throws IOException {
    boot();
    run(0, "update");
    boot();
    run(0, "confirm");

    run(0, "rollback", "--reason", "the test says so", "--yes");

    assertThat(boot()).isEqualTo(Slot.A);
    assertThat(device.disk().readAttributes(Slot.B)).extracting(GptAttributes::bootable)
        .isEqualTo(true);
    run(0, "update");
    assertThat(boot()).isEqualTo(Slot.A);
  }

  private Slot boot() throws IOException {
    Startup startup = device.powerOn();
    PartitionJudge.accepts(device.disk());
    assertThat(startup).isInstanceOf(Startup.Booted.class);
    return ((Startup.Booted) startup).slot();
  }

  private void run(int exitCode, String... arguments) throws IOException {
    Outcome outcome = device.bascule(arguments).attempt();
    assertThat(outcome.exitCode()).as("%s: %s", String.join(" ", arguments), outcome)
        .isEqualTo(exitCode);
    PartitionJudge.accepts(device.disk());
  }

  private JsonNode status() throws IOException {
    return new ObjectMapper().readTree(device.bascule("status", "--json").run().output());
  }

  private void requireUpdateIn(Slot slot) throws IOException {
    assertThat(device.disk().firstDifference(slot, after)).isEqualTo(-1);
    VolumeImage root = update.volume("root").orElseThrow();
    VerityJudge.accepts(
        device.disk(),
        slot,
        root.size(),
        Objects.requireNonNull(root.verity()).rootHash(),
        directory);
  }
}
