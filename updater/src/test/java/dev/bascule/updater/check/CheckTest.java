package dev.bascule.updater.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a device for the model edge on the channel stable, which runs 1.1.0, takes up. */
class CheckTest {

  private static final Version RUNNING = Version.parse("1.1.0");
  private static final Version OFFERED = Version.parse("1.5.0");

  private final Map<Version, CheckedImage> images = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable Catalog catalog =
      new Catalog(List.of(new Offer("stable", OFFERED)), Set.of());
  private @Nullable Version running = RUNNING;
  private @Nullable Version wanted;

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
    catalog = new Catalog(List.of(new Offer("beta", OFFERED)), Set.of());

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
    catalog = new Catalog(List.of(new Offer("stable", OFFERED)), Set.of(OFFERED));
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
    catalog = new Catalog(List.of(new Offer("stable", newer)), Set.of());
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

  private Selection select() throws IOException {
    Situation situation = new Situation("edge", Set.of("edge"), "stable", running, wanted,
        Ledger.of(entries));
    return new Check(new FakeImages()).select(situation);
  }

  private Reason reason() throws IOException {
    Selection selection = select();
    assertThat(selection).isInstanceOf(Selection.Nothing.class);
    assertThat(selection.findings().getLast().passed()).isFalse();
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

  /** A repository in memory. */
  private final class FakeImages implements ImageSource {
    @Override
    public void refresh() {}

    @Override
    public Optional<Catalog> catalog() {
      return Optional.ofNullable(catalog);
    }

    @Override
    public Optional<CheckedImage> image(Version version) {
      return Optional.ofNullable(images.get(version));
    }
  }
}
