package dev.bascule.updater.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.VersionPattern;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Seed;
import dev.bascule.image.catalog.Turn;
import dev.bascule.image.catalog.Wave;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.updater.check.Selection.Reason;
import dev.bascule.updater.install.ImageFiles;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.update.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a device for the model edge on the channel stable, which runs 1.1.0, takes up. */
class CheckTest {

  private static final Version RUNNING = Version.parse("1.1.0");
  private static final Version OFFERED = Version.parse("1.5.0");

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Seed SEED = new Seed(Sha256.digest(new byte[]{7}));

  private final Map<Version, CheckedImage> images = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable Catalog catalog =
      new Catalog(List.of(new Offer("stable", OFFERED)), List.of(), Set.of());
  private @Nullable Version running = RUNNING;
  private @Nullable Version wanted;
  private @Nullable String group;
  private @Nullable VersionPattern pin;
  private @Nullable Assignment assignment;
  private boolean whole = true;
  private Instant now = START;

  @Test
  void takesWhatTheChannelOffers() throws IOException {
    CheckedImage image = publish(OFFERED, 5);

    Selection selection = select();

    assertThat(selection).isInstanceOf(Selection.Take.class);
    assertThat(((Selection.Take) selection).image()).isEqualTo(image);
    assertThat(selection.findings()).extracting(Finding::question)
        .containsExactly("channel",
            "withdrawn", "newer", "held", "image", "compatible", "floor", "quarantine", "minimum");
    assertThat(selection.findings()).allMatch(Finding::passed);
  }

  @Test
  void needsACatalogue() throws IOException {
    catalog = null;

    assertThat(reason()).isEqualTo(Reason.NO_CATALOG);
  }

  @Test
  void namesTheChannelsThatThereAre() throws IOException {
    catalog = new Catalog(List.of(new Offer("beta", OFFERED)), List.of(), Set.of());

    assertThat(reason()).isEqualTo(Reason.CHANNEL_UNKNOWN);
    assertThat(select().findings().getLast().answer()).contains("[beta]");
  }

  @Test
  void isUpToDate() throws IOException {
    running = OFFERED;

    assertThat(reason()).isEqualTo(Reason.UP_TO_DATE);
  }

  @Test
  void doesNotGoBackOnItsOwnAccount() throws IOException {
    running = Version.parse("2.0.0");

    assertThat(reason()).isEqualTo(Reason.NOT_NEWER);
  }

  @Test
  void goesBackWhenAPersonAsksForIt() throws IOException {
    publish(OFFERED, 5);
    running = Version.parse("2.0.0");
    wanted = OFFERED;

    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void takesSomethingWhereItIsNotKnownWhatRuns() throws IOException {
    publish(OFFERED, 5);
    running = null;

    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void takesNothingThatWasWithdrawn() throws IOException {
    publish(OFFERED, 5);
    catalog = new Catalog(List.of(new Offer("stable", OFFERED)), List.of(), Set.of(OFFERED));
    assertThat(reason()).isEqualTo(Reason.WITHDRAWN);

    wanted = OFFERED;
    assertThat(reason()).as("not even when asked for").isEqualTo(Reason.WITHDRAWN);
  }

  @Test
  void leavesAHeldVersionAloneUntilANewerOneIsOffered() throws IOException {
    publish(OFFERED, 5);
    happened(new Event.Held(OFFERED, "root", "slow"));
    assertThat(reason()).isEqualTo(Reason.HELD);

    Version newer = Version.parse("1.5.1");
    publish(newer, 6);
    catalog = new Catalog(List.of(new Offer("stable", newer)), List.of(), Set.of());
    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void takesAHeldVersionWhenAPersonAsksForIt() throws IOException {
    publish(OFFERED, 5);
    happened(new Event.Held(OFFERED, "root", "slow"));
    wanted = OFFERED;

    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void needsASignedImageBehindTheOffer() throws IOException {
    assertThat(reason()).isEqualTo(Reason.NO_IMAGE);
  }

  @Test
  void takesNoImageForAnotherModel() throws IOException {
    publish(with(Manifests.manifest(OFFERED, 5), List.of("other"), null));

    assertThat(reason()).isEqualTo(Reason.NOT_COMPATIBLE);
  }

  @Test
  void takesNothingBelowTheFloor() throws IOException {
    publish(OFFERED, 5);
    happened(new Event.FloorRaised(6));
    assertThat(reason()).isEqualTo(Reason.BELOW_FLOOR);

    wanted = OFFERED;
    assertThat(reason()).as("not even when asked for").isEqualTo(Reason.BELOW_FLOOR);
  }

  @Test
  void takesNothingThatFailedBefore() throws IOException {
    CheckedImage image = publish(OFFERED, 5);
    happened(new Event.Quarantined(image.ref(), "fell back"));

    assertThat(reason()).isEqualTo(Reason.QUARANTINED);
  }

  @Test
  void takesNothingThatRunsTooOldASystemToUpdateFrom() throws IOException {
    publish(with(Manifests.manifest(OFFERED, 5), List.of("edge"), Version.parse("1.2.0")));
    assertThat(reason()).isEqualTo(Reason.UPDATE_FROM_TOO_OLD);

    running = Version.parse("1.2.0");
    assertThat(select()).isInstanceOf(Selection.Take.class);
    running = null;
    assertThat(reason()).isEqualTo(Reason.UPDATE_FROM_TOO_OLD);
  }

  @Test
  void waitsForItsTurnAndSaysWhen() throws IOException {
    publish(OFFERED, 5);
    Rollout rollout = rollOut(OFFERED, RUNNING);
    Turn.Due due =
        rollout.schedule(ZoneOffset.UTC).eligibleAt(SEED.turn(OFFERED)).orElseThrow();

    now = due.at().minusSeconds(1);
    Selection early = select();
    assertThat(early).isInstanceOfSatisfying(Selection.Nothing.class, nothing -> {
      assertThat(nothing.reason()).isEqualTo(Reason.WAVE);
      assertThat(nothing.due()).isEqualTo(due);
      assertThat(nothing.explanation())
          .contains("1.5.0 comes at " + due.at().truncatedTo(ChronoUnit.SECONDS))
          .endsWith("in wave " + due.wave() + " of 2");
    });
    assertThat(early.findings()).extracting(Finding::question)
        .containsExactly("channel", "withdrawn", "newer", "held", "wave", "channel", "withdrawn",
            "newer");

    now = due.at();
    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void takesWhatIsOfferedUntilItsTurnComes() throws IOException {
    Version offered = Version.parse("1.4.0");
    CheckedImage image = publish(offered, 4);
    publish(OFFERED, 5);
    rollOut(OFFERED, offered);

    assertThat(((Selection.Take) select()).image()).isEqualTo(image);
  }

  @Test
  void takesWhatIsOfferedWhereItCannotTakeWhatIsRolledOut() throws IOException {
    Version offered = Version.parse("1.4.0");
    CheckedImage image = publish(offered, 4);
    CheckedImage bad = publish(OFFERED, 5);
    happened(new Event.Quarantined(bad.ref(), "fell back"));
    rollOut(OFFERED, offered);
    now = START.plus(Duration.ofDays(99));

    assertThat(((Selection.Take) select()).image()).isEqualTo(image);
  }

  @Test
  void goesFirstWithItsGroup() throws IOException {
    publish(OFFERED, 5);
    rollOut(OFFERED, RUNNING);
    now = START.minusSeconds(9);
    group = "stragglers";
    assertThat(reason()).isEqualTo(Reason.WAVE);

    group = "canary";
    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void beginsNothingThatIsHaltedUnlessAPersonAsksForIt() throws IOException {
    publish(OFFERED, 5);
    Rollout rollout = rollOut(OFFERED, RUNNING);
    catalog = Catalog.empty().withRollout(rollout.halt(START));
    group = "canary";
    now = START.plus(Duration.ofDays(99));
    assertThat(reason()).isEqualTo(Reason.HALTED);

    wanted = OFFERED;
    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void leavesRolloutsToTheRepositoryWhereItIsGivenABundle() throws IOException {
    rollOut(OFFERED, RUNNING);
    now = START.plus(Duration.ofDays(99));
    whole = false;

    assertThat(reason()).isEqualTo(Reason.UP_TO_DATE);
  }

  @Test
  void takesOnlyWhatItIsPinnedToOnItsOwnAccount() throws IOException {
    publish(OFFERED, 5);
    pin = VersionPattern.parse("1.4.x");
    assertThat(reason()).isEqualTo(Reason.PINNED);

    wanted = OFFERED;
    assertThat(select()).isInstanceOf(Selection.Take.class);
    wanted = null;
    pin = VersionPattern.parse("1.x");
    assertThat(select()).isInstanceOf(Selection.Take.class);
  }

  @Test
  void goesBackFromAWithdrawnVersionWhenItIsCalledBack() throws IOException {
    publish(OFFERED, 5);
    Version bad = Version.parse("1.6.0");
    Catalog back = Catalog.empty().withOffer(new Offer("stable", OFFERED, true));
    running = bad;
    catalog = back;
    assertThat(reason()).as("what runs is not withdrawn").isEqualTo(Reason.NOT_NEWER);

    catalog = Catalog.empty().withOffer(new Offer("stable", OFFERED)).withWithdrawn(bad);
    assertThat(reason()).as("nobody calls back").isEqualTo(Reason.NOT_NEWER);

    catalog = back.withWithdrawn(bad);
    assertThat(select()).isInstanceOf(Selection.Take.class);
    happened(new Event.FloorRaised(6));
    assertThat(reason()).as("never below the floor").isEqualTo(Reason.BELOW_FLOOR);
  }

  @Test
  void stepsThroughTheVersionsThatComeBefore() throws IOException {
    Version first = Version.parse("1.2.0");
    Version second = Version.parse("1.3.0");
    CheckedImage step = publish(with(Manifests.manifest(first, 3), List.of("edge"), null));
    publish(with(Manifests.manifest(second, 4), List.of("edge"), first));
    publish(with(Manifests.manifest(OFFERED, 5), List.of("edge"), second));

    Selection selection = select();
    assertThat(((Selection.Take) selection).image()).isEqualTo(step);
    assertThat(selection.findings())
        .contains(new Finding("step", true, "1.2.0 comes before 1.3.0"));

    catalog = new Catalog(List.of(new Offer("stable", OFFERED)), List.of(), Set.of(first));
    assertThat(reason()).isEqualTo(Reason.UPDATE_FROM_TOO_OLD);
  }

  @Test
  void takesOnlyWhatTheFleetsServerAssigns() throws IOException {
    Version assigned = Version.parse("1.4.0");
    CheckedImage image = publish(assigned, 4);
    publish(OFFERED, 5);
    assignment = new Assignment("hawkBit", null);
    assertThat(reason()).isEqualTo(Reason.NOT_ASSIGNED);

    assignment = new Assignment("hawkBit", assigned);
    assertThat(((Selection.Take) select()).image()).isEqualTo(image);
  }

  @Test
  void believesTheFleetsServerNoFurtherThanTheRepository() throws IOException {
    Version older = Version.parse("1.0.0");
    assignment = new Assignment("hawkBit", older);
    assertThat(reason()).isEqualTo(Reason.NO_IMAGE);

    publish(older, 1);
    assertThat(select()).isInstanceOf(Selection.Take.class);
    happened(new Event.FloorRaised(2));
    assertThat(reason()).isEqualTo(Reason.BELOW_FLOOR);

    publish(OFFERED, 5);
    assignment = new Assignment("hawkBit", OFFERED);
    happened(new Event.Held(OFFERED, "root", "it is slow"));
    assertThat(reason()).isEqualTo(Reason.HELD);
    catalog = new Catalog(List.of(), List.of(), Set.of(OFFERED));
    assertThat(reason()).isEqualTo(Reason.WITHDRAWN);
  }

  /** Half of the devices in two hours, the others a day later. */
  private Rollout rollOut(Version version, Version offered) {
    Rollout rollout = new Rollout("stable", version, START, false,
        List.of(new Wave(500_000, Duration.ofHours(2), Duration.ofDays(1)),
            new Wave(Wave.ALL, Duration.ofHours(2), Duration.ZERO)),
        null, Set.of("canary"));
    catalog = Catalog.empty().withOffer(new Offer("stable", offered)).withRollout(rollout);
    return rollout;
  }

  private Selection select() throws IOException {
    Situation situation = new Situation("edge", Set.of("edge"),
        new Following("stable", group, pin, SEED, ZoneOffset.UTC), running, wanted, assignment,
        whole, Ledger.of(entries));
    return new Check(new MemoryImages(images, catalog, now)).select(situation);
  }

  private Reason reason() throws IOException {
    Selection selection = select();
    assertThat(selection).isInstanceOf(Selection.Nothing.class);
    assertThat(selection.findings()).anyMatch(finding -> !finding.passed());
    return ((Selection.Nothing) selection).reason();
  }

  private void happened(Event event) {
    entries.add(new Entry(entries.size() + 1L, Instant.EPOCH, "boot-1", event));
  }

  private CheckedImage publish(Version version, long release) throws IOException {
    return publish(Manifests.manifest(version, release));
  }

  private CheckedImage publish(ImageManifest manifest) throws IOException {
    CheckedImage image = CheckedImage.of(ManifestJson.encode(manifest),
        new ImageFiles(new DirectoryOrigin(Path.of("/nowhere")), "edge/images"));
    images.put(manifest.version(), image);
    return image;
  }

  private static ImageManifest with(ImageManifest image, List<String> compatible,
      @Nullable Version minimum) {
    return new ImageManifest(image.name(), image.version(), image.built(), compatible,
        image.release(), image.floor(), minimum, image.notes(), image.volumes());
  }
}
