package dev.bascule.updater.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.health.CheckResult;
import dev.bascule.updater.health.HealthReport;
import dev.bascule.updater.install.ImageFiles;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.state.Derived;
import dev.bascule.updater.state.State;
import dev.bascule.updater.state.StateMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device whose power can go before and after every effect: of the boot loader, of the journal, of a transfer. After
 * each effect the laws are checked.
 */
final class SimulatedDevice {

  /** The power went. */
  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What an image does when it is booted. */
  enum Quality {
    GOOD, UNHEALTHY, DEAD
  }

  /** An image of the fleet. */
  record Image(Selection.Take take, Quality quality) {
    ImageRef ref() {
      return take.image().ref();
    }
  }

  final FakeLoader loader;
  final MemoryLog log = new MemoryLog();
  final Map<Slot, Image> contents = new EnumMap<>(Slot.class);
  final Set<ImageRef> blamed = new HashSet<>();
  private final SlotRecords records = new SlotRecords(
      Jimfs.newFileSystem(Configuration.unix()).getPath("/slots"));
  private long effectsLeft = Long.MAX_VALUE;
  private int boots;
  private long highestFloor;
  private boolean checking;

  SimulatedDevice(boolean loaderClearsAtTheLastTry) {
    loader = new FakeLoader(loaderClearsAtTheLastTry);
    contents.put(Slot.A, image("1.0.0", Quality.GOOD));
    loader.beforeWrite = this::effect;
    loader.afterWrite = this::effect;
    log.beforeAppend = this::effect;
    log.afterAppend = this::effect;
  }

  static Image image(String version, Quality quality) {
    Version parsed = Version.parse(version);
    long release = Long.parseLong(version.split("\\.", -1)[1]);
    ImageRef ref = new ImageRef(parsed,
        Sha256.digest(version.getBytes(StandardCharsets.UTF_8)), release,
        Math.max(0, release - 3));
    ImageManifest manifest = Manifests.manifest(parsed, release);
    return new Image(
        new Selection.Take(new CheckedImage(ref, manifest, "{\"version\":\"" + version + "\"}",
            new ImageFiles(new DirectoryOrigin(Path.of("/nowhere")), "x")), List.of()),
        quality);
  }

  /** Cuts the power after so many effects from now. */
  void cutAfter(long effects) {
    effectsLeft = effects;
  }

  Session session() {
    return new Session(loader, log, "boot-" + boots);
  }

  Slot running() {
    Slot booted = loader.readState().booted();
    if (booted == null) {
      throw new AssertionError("nothing runs");
    }
    return booted;
  }

  State settle() throws IOException {
    State state = session().settle();
    Derived again = StateMachine.derive(session().observe());
    assertThat(again.news()).as("news after settling").isEmpty();
    assertThat(again.repair()).as("repair after settling").isNull();
    return state;
  }

  Result install(Image image) throws IOException {
    return new ImageInstall(session(), records, new Transfer() {
      @Override
      public void requireFits(CheckedImage checked, Slot slot) {}

      @Override
      public void install(CheckedImage checked, Slot slot) {
        assertThat(slot).as("the slot that is written").isNotEqualTo(running());
        assertThat(loader.of(slot).bootable()).as("the written slot boots").isFalse();
        assertThat(loader.of(running()).good()).as("the running slot is confirmed").isTrue();
        contents.remove(slot);
        effect();
        contents.put(slot, image);
        effect();
      }
    }).install(image.take());
  }

  Result activate() throws IOException {
    return new Activation(session(), 2).activate();
  }

  Result confirm() throws IOException {
    return new Confirmation(session(), () -> new HealthReport(List.of(new CheckResult(
        "10-works", true,
        image(running()).quality() == Quality.GOOD
            ? new CheckResult.Outcome.Passed()
            : new CheckResult.Outcome.Failed(1),
        Duration.ZERO, "")))).confirm();
  }

  Result rollBack() throws IOException {
    return new Rollback(session(), false, Preparation.none()).rollBack("root", "a whim");
  }

  Result cancel() throws IOException {
    return new Cancellation(session()).cancel("root");
  }

  Result markBad(Slot slot) throws IOException {
    Image image = contents.get(slot);
    if (image != null) {
      blamed.add(image.ref());
    }
    return new Marking(session()).markBad(slot, "root", "a whim");
  }

  Result release(Version version) throws IOException {
    return new Marking(session()).release(version, "root");
  }

  /** Starts the device, as often as its loader needs to reach a system that comes up. */
  void boot() {
    effectsLeft = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 8; attempt++) {
      Slot slot = loader.boot();
      assertThat(slot).as("a slot that the loader picks").isNotNull();
      if (slot == null) {
        return;
      }
      if (!loader.of(slot).bootable()) {
        blamed.add(image(slot).ref());
      }
      if (image(slot).quality() != Quality.DEAD) {
        boots++;
        log.boot("boot-" + boots);
        return;
      }
      blamed.add(image(slot).ref());
    }
    throw new AssertionError("the device does not come up: " + loader.readState());
  }

  /** Somebody picks the confirmed slot in the boot menu, if there is one that does not run. */
  void bootFromMenu() {
    Slot other = running().other();
    if (!loader.of(other).good() || !loader.of(other).bootable()) {
      boot();
      return;
    }
    blamed.add(image(running()).ref());
    loader.setBooted(other);
    boots++;
    log.boot("boot-" + boots);
  }

  private Image image(Slot slot) {
    Image image = contents.get(slot);
    assertThat(image).as("the content of slot " + slot + ", which boots").isNotNull();
    if (image == null) {
      throw new AssertionError(slot);
    }
    return image;
  }

  private void effect() {
    if (!checking) {
      checking = true;
      checkLaws();
      checking = false;
    }
    if (effectsLeft-- <= 0) {
      effectsLeft = Long.MAX_VALUE;
      throw new PowerCut();
    }
  }

  private void checkLaws() {
    checkThatItWouldComeUp();
    checkThatNothingQuarantinedIsNext();
    long floor = log.ledger().floor();
    assertThat(floor).as("the floor").isGreaterThanOrEqualTo(highestFloor);
    highestFloor = floor;
    log.ledger()
        .quarantine()
        .forEach(entry -> assertThat(isInnocent(entry.image()))
            .as("quarantined without a fault: " + entry)
            .isFalse());
  }

  private boolean isInnocent(ImageRef image) {
    return !blamed.contains(image) && contents.values()
        .stream()
        .anyMatch(content -> content.ref().equals(image) && content.quality() == Quality.GOOD);
  }

  /** Law 1, by trying: from here, the loader reaches a whole image that comes up and is confirmed. */
  private void checkThatItWouldComeUp() {
    FakeLoader copy = loader.copy();
    for (int attempt = 0; attempt < 8; attempt++) {
      Slot slot = copy.boot();
      @Nullable Image image = slot == null ? null : contents.get(slot);
      assertThat(image).as("what boots next, with " + loader.readState()).isNotNull();
      if (slot != null && image != null
          && image.quality() != Quality.DEAD
          && copy.of(slot).good()) {
        return;
      }
      // Not confirmed, or dead: as if it hung, so that the loader must find a confirmed one in the end.
    }
    throw new AssertionError("no confirmed slot is ever reached: " + loader.readState());
  }

  /** An image is quarantined before its slot is given up, so the running slot is excepted. */
  private void checkThatNothingQuarantinedIsNext() {
    log.ledger().quarantine().forEach(entry -> {
      Slot running = loader.readState().booted();
      contents.forEach((slot, content) -> assertThat(slot != running
          && content.ref().equals(entry.image())
          && loader.readState().primary() == slot)
          .as("the quarantined " + content.ref() + " is next")
          .isFalse());
    });
  }
}
