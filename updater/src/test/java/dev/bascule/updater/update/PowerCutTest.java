package dev.bascule.updater.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.state.State;
import dev.bascule.updater.update.SimulatedDevice.Image;
import dev.bascule.updater.update.SimulatedDevice.PowerCut;
import dev.bascule.updater.update.SimulatedDevice.Quality;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The power goes between any two effects of any verbs in any order; {@link SimulatedDevice} checks the laws. */
class PowerCutTest {

  private static final Image GOOD = SimulatedDevice.image("1.5.0", Quality.GOOD);
  private static final Image UNHEALTHY = SimulatedDevice.image("1.6.0", Quality.UNHEALTHY);
  private static final Image DEAD = SimulatedDevice.image("1.7.0", Quality.DEAD);
  private static final List<Image> FLEET = List.of(GOOD, UNHEALTHY, DEAD,
      SimulatedDevice.image("1.8.0", Quality.GOOD),
      SimulatedDevice.image("1.9.0", Quality.UNHEALTHY));

  /** A verb that may meet a power cut. */
  private interface Verb {
    void run() throws IOException;
  }

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsTheLawsWhateverHappens(int seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    SimulatedDevice device = new SimulatedDevice(random.nextBoolean());
    for (int step = 0; step < 60; step++) {
      if (random.nextInt(3) == 0) {
        device.cutAfter(random.nextInt(14));
      }
      try {
        verb(device, random).run();
      } catch (PowerCut cut) {
        device.boot();
      }
      device.cutAfter(Long.MAX_VALUE);
      device.settle();
    }
  }

  private static Verb verb(SimulatedDevice device, RandomGenerator random) {
    Image image = FLEET.get(random.nextInt(FLEET.size()));
    return switch (random.nextInt(15)) {
      case 0, 1, 2 -> () -> {
        if (device.log.ledger().quarantineOf(image.ref().digest()).isEmpty()
            && image.ref().release() >= device.log.ledger().floor()) {
          device.install(image);
        }
      };
      case 3, 4 -> device::activate;
      case 5, 6, 7 -> device::confirm;
      case 8 -> device::rollBack;
      case 9 -> device::cancel;
      case 10 -> () -> device.markBad(random.nextBoolean() ? Slot.A : Slot.B);
      case 11 -> () -> device.release(image.ref().version());
      case 12 -> device::bootFromMenu;
      default -> device::boot;
    };
  }

  @Test
  void updatesAtEveryCutInTheEnd() throws IOException {
    for (int cut = 0; cut < 60; cut++) {
      SimulatedDevice device = new SimulatedDevice(false);
      device.cutAfter(cut);

      for (int round = 0; round < 6 && device.running() == Slot.A; round++) {
        run(device, () -> {
          device.install(GOOD);
          device.activate();
          device.boot();
        });
      }
      run(device, device::confirm);
      device.confirm();

      assertThat(device.settle()).as("cut " + cut).isInstanceOf(State.Confirmed.class);
      assertThat(device.running()).isEqualTo(Slot.B);
      assertThat(device.log.ledger().floor()).isEqualTo(GOOD.ref().floor());
      assertThat(device.log.ledger().quarantine()).isEmpty();
    }
  }

  @Test
  void fallsBackFromADeadImageAtEveryCut() throws IOException {
    for (int cut = 0; cut < 60; cut++) {
      SimulatedDevice device = new SimulatedDevice(cut % 2 == 0);
      device.cutAfter(cut);

      for (int round = 0; round < 6; round++) {
        run(device, () -> {
          if (device.settle() instanceof State.FellBack) {
            return;
          }
          device.install(DEAD);
          device.activate();
          device.boot();
        });
      }

      assertThat(device.settle()).as("cut " + cut).isInstanceOf(State.FellBack.class);
      assertThat(device.running()).isEqualTo(Slot.A);
      assertThat(device.log.ledger().quarantineOf(DEAD.ref().digest())).isPresent();
    }
  }

  @Test
  void givesUpAnUnhealthyImageAtEveryCut() throws IOException {
    for (int cut = 0; cut < 60; cut++) {
      SimulatedDevice device = new SimulatedDevice(false);
      device.install(UNHEALTHY);
      device.activate();
      device.boot();
      device.cutAfter(cut);

      for (int round = 0; round < 6 && device.running() == Slot.B; round++) {
        run(device, () -> {
          device.confirm();
          device.boot();
        });
      }

      State state = device.settle();
      assertThat(state).as("cut " + cut).isInstanceOf(State.FellBack.class);
      assertThat(((State.FellBack) state).outcome().evidence()).contains("10-works: exit 1");
      assertThat(device.log.ledger().quarantineOf(UNHEALTHY.ref().digest())).isPresent();
    }
  }

  @Test
  void rollsBackAtEveryCutOnceItIsRecorded() throws IOException {
    for (int cut = 0; cut < 20; cut++) {
      SimulatedDevice device = confirmedInB();
      device.cutAfter(cut);
      run(device, device::rollBack);
      device.cutAfter(Long.MAX_VALUE);
      device.settle();
      device.boot();
      State state = device.settle();

      boolean recorded = device.log.events().stream().anyMatch(Event.RolledBack.class::isInstance);
      assertThat(device.running()).as("cut " + cut).isEqualTo(recorded ? Slot.A : Slot.B);
      assertThat(state instanceof State.RolledBack).as("cut " + cut).isEqualTo(recorded);
      assertThat(device.log.ledger().rollback()).isNull();
    }
  }

  private static SimulatedDevice confirmedInB() throws IOException {
    SimulatedDevice device = new SimulatedDevice(false);
    device.install(GOOD);
    device.activate();
    device.boot();
    device.confirm();
    return device;
  }

  private static void run(SimulatedDevice device, Verb verb) throws IOException {
    try {
      verb.run();
    } catch (PowerCut cut) {
      device.boot();
      device.settle();
    }
  }

  @Test
  void holdsTheVersionThatWasRolledBackFrom() throws IOException {
    SimulatedDevice device = confirmedInB();

    device.rollBack();

    Ledger.Hold hold = device.log.ledger().hold();
    assertThat(hold).isNotNull();
    assertThat(hold == null ? null : hold.version()).isEqualTo(Version.parse("1.5.0"));
  }
}
