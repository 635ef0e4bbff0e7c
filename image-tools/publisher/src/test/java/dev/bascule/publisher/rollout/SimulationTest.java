package dev.bascule.publisher.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Schedule;
import dev.bascule.image.catalog.Wave;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** A day for one in ten, a day's rest, two days for all; three quarters run 1.0.0, the others 0.9.0. */
class SimulationTest {

  private static final Version NEW = Version.parse("1.1.0");
  private static final Version ONE = Version.parse("1.0.0");
  private static final Version OLD = Version.parse("0.9.0");
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Map<Version, Transfer> TRANSFERS =
      Map.of(ONE, new Transfer(Way.DELTA, 10), OLD, new Transfer(Way.FULL, 1000));

  @Test
  void followsTheScheduleAsFarAsPollsLetIt() {
    TrialFleet fleet = fleet(20_000, 0);
    Course course = new Simulation(fleet, rollout(false), TRANSFERS).unhindered();
    Schedule schedule = rollout(false).schedule(ZoneOffset.UTC);

    double begun = 0;
    for (Hour hour : course.hours()) {
      begun += hour.begun();
      Instant end = hour.at().plus(Duration.ofHours(1));
      double latest = schedule.share(end);
      double earliest = schedule.share(end.minus(fleet.poll()).minus(fleet.jitter()));
      assertThat(begun / fleet.devices()).isBetween(earliest - 0.01, latest + 0.01);
    }
    assertThat(begun).isEqualTo(fleet.devices());
    Hour total = course.total();
    assertThat(total.bytes(Way.DELTA)).isCloseTo(150_000L, within(3_000L));
    assertThat(total.bytes(Way.FULL)).isCloseTo(5_000_000L, within(200_000L));
    assertThat(total.bytes(Way.CHAIN)).isZero();
    assertThat(total.polls()).isBetween(20_000L * 12, 20_000L * 17);
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    Course once = new Simulation(fleet(2_000, 0), rollout(false), TRANSFERS).unhindered();

    assertThat(new Simulation(fleet(2_000, 0), rollout(false), TRANSFERS).unhindered())
        .isEqualTo(once);
    TrialFleet other = new TrialFleet(2_000, new TreeMap<>(Map.of(ONE, Wave.ALL)), Map.of(),
        Duration.ofHours(4), Duration.ofHours(1), List.of(ZoneOffset.UTC), 0, 8);
    assertThat(new Simulation(other, rollout(false), TRANSFERS).unhindered()).isNotEqualTo(once);
  }

  /** A release that fails everywhere: the first wave is all that it gets. */
  @Test
  void showsWhatAHaltSaves() {
    Simulation simulation = new Simulation(fleet(20_000, Wave.ALL), rollout(false), TRANSFERS);

    assertThat(simulation.unhindered().total().failed()).isEqualTo(20_000);
    Course braked = simulation.braked(new Brake(10, Duration.ofHours(2)));
    assertThat(braked.total().failed()).isBetween(10, 400);
    assertThat(braked.halted()).isBetween(START.plus(Duration.ofHours(2)),
        START.plus(Duration.ofHours(6)));
    assertThat(simulation.braked(new Brake(20_001, Duration.ZERO)))
        .isEqualTo(simulation.unhindered());
  }

  @Test
  void letsGroupsGoFirstAndZonesByTheirOwnClock() {
    TrialFleet fleet = new TrialFleet(10_000, new TreeMap<>(Map.of(ONE, Wave.ALL)),
        Map.of("canary", 50_000), Duration.ofHours(1), Duration.ZERO,
        List.of(ZoneId.of("Asia/Tokyo"), ZoneOffset.UTC), 0, 3);
    Course course = new Simulation(fleet, rollout(true), TRANSFERS).unhindered();

    assertThat(course.hours().getFirst().at()).isEqualTo(START.minus(Duration.ofHours(9)));
    assertThat(course.hours().getFirst().begun()).isBetween(420, 580);
    int inTokyosNine = course.hours().subList(1, 9).stream().mapToInt(Hour::begun).sum();
    assertThat(inTokyosNine).as("a third of a tenth of half of the fleet").isBetween(100, 230);
    assertThat(course.total().begun()).isEqualTo(10_000);
  }

  @Test
  void leavesAloneWhoWouldNotTakeIt() {
    Course course = new Simulation(fleet(10_000, 0), rollout(false),
        Map.of(ONE, new Transfer(Way.DELTA, 10))).unhindered();

    assertThat(course.total().begun()).isBetween(7_300, 7_700);
  }

  @Test
  void drawsWhatAnyReaderOfXmlReads() throws Exception {
    Simulation simulation = new Simulation(fleet(5_000, 100_000), rollout(false), TRANSFERS);
    String svg = CourseChart.draw("a <board> & 1.1.0", rollout(false).schedule(ZoneOffset.UTC),
        simulation.unhindered(), simulation.braked(new Brake(5, Duration.ofHours(1))), 5_000);

    var document = DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("rect").getLength()).isGreaterThan(50);
    assertThat(document.getDocumentElement().getTextContent()).contains("a <board> & 1.1.0");
  }

  @Test
  void refusesFleetsThatAreNone() {
    assertThatThrownBy(() -> fleet(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fleet(1_000_001, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrialFleet(1, new TreeMap<>(Map.of(ONE, 5)), Map.of(),
        Duration.ofHours(1), Duration.ZERO, List.of(ZoneOffset.UTC), 0, 1))
        .hasMessageContaining("expected 100% in all, found 0.0005%");
    assertThatThrownBy(() -> new Brake(0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TrialFleet fleet(int devices, int failing) {
    return new TrialFleet(devices, new TreeMap<>(Map.of(ONE, 750_000, OLD, 250_000)), Map.of(),
        Duration.ofHours(6), Duration.ofMinutes(90), List.of(ZoneOffset.UTC), failing, 7);
  }

  private static Rollout rollout(boolean local) {
    return new Rollout("stable", NEW, START, local,
        List.of(new Wave(100_000, Duration.ofDays(1), Duration.ofDays(1)),
            new Wave(Wave.ALL, Duration.ofDays(2), Duration.ZERO)),
        null, Set.of("canary"));
  }
}
