package dev.bascule.updater.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.slot.SlotRecords.SlotRecord;
import dev.bascule.updater.update.FakeLoader.Bits;
import dev.bascule.updater.update.SimulatedDevice.Quality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scrub does to each slot of a device that runs slot A, confirmed. */
class ScrubTest {

  private static final ImageManifest IMAGE = Manifests.manifest(Version.parse("1.5.0"), 5);

  private final SimulatedDevice device = new SimulatedDevice(false);
  private final SlotRecords records =
      new SlotRecords(Jimfs.newFileSystem(Configuration.unix()).getPath("/slots"));
  private final List<Slot> repaired = new ArrayList<>();
  private int damaged;
  private @Nullable IOException failure;

  @BeforeEach
  void record() throws IOException {
    for (Slot slot : Slot.values()) {
      records.write(slot, ManifestJson.encode(IMAGE));
    }
  }

  @Test
  void findsASlotWhole() throws IOException {
    assertThat(scrub(Slot.B, true)).isInstanceOfSatisfying(Result.Done.class,
        done -> assertThat(done.changed()).isFalse());
    assertThat(repaired).isEmpty();
    assertThat(lastScrub()).satisfies(event -> assertThat(event.damaged()).isZero());
  }

  @Test
  void onlyLooksUnlessToldToRepair() throws IOException {
    damaged = 3;
    assertThat(scrub(Slot.B, false)).isInstanceOf(Result.Damaged.class);
    assertThat(repaired).isEmpty();
    assertThat(lastScrub().damaged()).isEqualTo(3);
  }

  @Test
  void repairsTheSlotThatDoesNotRunAndTellsTheLoaderNothing() throws IOException {
    damaged = 3;
    var before = device.loader.readState();

    assertThat(scrub(Slot.B, true)).isInstanceOfSatisfying(Result.Done.class,
        done -> assertThat(done.changed()).isTrue());

    assertThat(repaired).containsExactly(Slot.B);
    assertThat(lastScrub().repaired()).isEqualTo(3);
    assertThat(device.loader.readState()).isEqualTo(before);
  }

  @Test
  void neverRepairsTheSlotThatRuns() throws IOException {
    damaged = 1;
    assertThat(scrub(Slot.A, true)).isInstanceOf(Result.Damaged.class);
    assertThat(repaired).isEmpty();
  }

  @Test
  void doesNotWriteTheFallBackOfASlotOnTrial() throws IOException {
    damaged = 1;
    device.contents.put(Slot.B, SimulatedDevice.image("1.5.0", Quality.GOOD));
    device.loader.put(Slot.B, new Bits(1, 0, true));
    device.loader.put(Slot.A, new Bits(2, 1, false));
    assertThat(scrub(Slot.B, true)).isInstanceOfSatisfying(Result.Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo("booted_slot_not_confirmed"));
    assertThat(repaired).isEmpty();
  }

  @Test
  void refusesASlotOfWhichNothingIsKnown() throws IOException {
    records.delete(Slot.B);
    assertThat(scrub(Slot.B, true)).isInstanceOfSatisfying(Result.Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo("content_unknown"));
  }

  @Test
  void saysThatTheSlotIsDamagedStillWhereARepairFailed() throws IOException {
    damaged = 2;
    failure = new IOException("no network");
    assertThat(scrub(Slot.B, true)).isInstanceOfSatisfying(Result.Damaged.class,
        result -> assertThat(result.explanation()).contains("2 parts damaged", "no network"));
    assertThat(lastScrub().damaged()).isEqualTo(2);
    assertThat(lastScrub().repaired()).isZero();
  }

  private Result scrub(Slot slot, boolean repair) throws IOException {
    return outcome(slot, repair).result();
  }

  private Scrub.Outcome outcome(Slot slot, boolean repair) throws IOException {
    return new Scrub(device.session(), records, new Scrub.Inspection() {
      @Override
      public int inspect(Slot inspected, SlotRecord held) {
        return damaged;
      }

      @Override
      public void repair(Slot damagedSlot, SlotRecord held) throws IOException {
        if (failure != null) {
          throw failure;
        }
        repaired.add(damagedSlot);
      }
    }).scrub(slot, repair);
  }

  private Event.Scrubbed lastScrub() {
    return device.log.events()
        .stream()
        .filter(Event.Scrubbed.class::isInstance)
        .map(Event.Scrubbed.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
