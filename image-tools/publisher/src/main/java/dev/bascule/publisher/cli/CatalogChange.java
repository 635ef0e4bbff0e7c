package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelImages;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A change to what a model's channels offer, as part of a new edition. */
record CatalogChange(PublishingStep.Change change, Path repository, ModelRoles model) {

  private static final String AS_BEFORE = " (as before)";
  private static final String MORE = "           ";

  /** Lets a channel offer a version; its rollout ends. */
  void offer(Offer offer) throws IOException {
    Catalog last = last();
    boolean changes = putIfChanged(last, last.withOffer(offer));
    change.json()
        .withObject("/offer")
        .put("model", model.model())
        .put("channel", offer.channel())
        .put("version", offer.version().toString())
        .put("changed", changes);
    tell("offer      " + place(offer.channel()) + offer.version()
        + (changes ? untilNow(last, offer.channel()) : AS_BEFORE));
    last.rollout(offer.channel())
        .ifPresent(rollout -> tell(MORE + "the rollout of " + rollout.version() + " ends"));
    tellIfWithdrawn(last, offer.version());
  }

  /** Sets a channel's rollout. */
  void rollOut(Rollout rollout, Instant now) throws IOException {
    Catalog last = last();
    boolean changes = putIfChanged(last, last.withRollout(rollout));
    RolloutReport report = new RolloutReport(rollout, now);
    ObjectNode json = change.json().withObject("/rollout").put("model", model.model());
    report.addTo(json).put("changed", changes);
    tell("rollout    " + place(rollout.channel()) + report.summary()
        + (changes ? untilNow(last, rollout.channel()) : AS_BEFORE));
    last.rollout(rollout.channel())
        .map(before -> new RolloutReport(before, now))
        .filter(before -> !before.rollout().equals(rollout))
        .ifPresent(before -> {
          before.addTo(json.putObject("before"));
          tell(MORE + "before: " + before.summary());
        });
    report.waves().forEach(wave -> tell(MORE + wave));
    tellIfWithdrawn(last, rollout.version());
  }

  /**
   * What a channel rolls out.
   *
   * @throws RefusedException if it is nothing
   */
  Rollout rollout(String channel) throws IOException {
    return last().rollout(channel)
        .orElseThrow(() -> new RefusedException(RefusedException.Reason.NO_SUCH_ROLLOUT,
            place(channel) + "nothing is rolled out; begin with: bascule-image rollout start"));
  }

  /**
   * Withdraws a version.
   *
   * @param back the version that devices which run it go back to, or null if they keep it
   * @param channels whose devices these are; if empty, those that offer it or roll it out
   * @throws RefusedException if devices could not go back there
   */
  void withdraw(Version version, @Nullable Version back, List<String> channels)
      throws IOException {
    Catalog last = last();
    SortedSet<String> concerned = new TreeSet<>(channels.isEmpty()
        ? last.channels(version)
        : channels);
    Catalog next = last.withWithdrawn(version);
    if (back != null) {
      requireWayBack(version, back, concerned);
      for (String channel : concerned) {
        next = next.withOffer(new Offer(channel, back, true));
      }
    }
    boolean changes = putIfChanged(last, next);
    change.json().put("withdrawn", version.toString()).put("changed", changes);
    tell("withdrawn  " + model.model() + " " + version + (changes ? "" : AS_BEFORE));
    for (String channel : concerned) {
      tellOfChannel(last, next, channel);
    }
    if (back != null) {
      tellIfWithdrawn(last, back);
    }
  }

  private void tellOfChannel(Catalog last, Catalog next, String channel) {
    Optional<Offer> offer = next.offer(channel);
    last.rollout(channel)
        .filter(rollout -> next.rollout(channel).isEmpty())
        .ifPresent(rollout -> tell(MORE + "the channel " + channel + " does not roll "
            + rollout.version() + " out any more"));
    if (offer.isEmpty()) {
      tell(MORE + "the channel " + channel + " offers nothing until you offer it something");
    } else if (offer.get().recall()) {
      change.json().withArray("/recalled").add(channel);
      tell(MORE + "devices of the channel " + channel + " that run a withdrawn version go back to "
          + offer.get().version());
    } else {
      tell(MORE + "the channel " + channel + " offers " + offer.get().version()
          + "; devices that run " + "what is withdrawn keep it (--back-to calls them back)");
    }
  }

  private void requireWayBack(Version version, Version back, SortedSet<String> channels)
      throws IOException {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("no channel offers " + version
          + " or rolls it out: expected --channel beside --back-to");
    }
    if (!version.newerThan(back)) {
      throw new IllegalArgumentException(
          "back-to: expected a version older than " + version + ", found " + back);
    }
    images().requireWayBack(version, back);
  }

  /** Makes the catalogue what somebody has put together. */
  void become(Catalog next) throws IOException {
    putIfChanged(last(), next);
  }

  /** What to tell somebody who is about to let devices have a version. */
  List<String> advice(Version version) throws IOException {
    Optional<ImageManifest> manifest = images().manifest(version);
    return manifest.isPresent() ? advice(manifest.get()) : List.of();
  }

  /** The same of an image that is being published. */
  List<String> advice(ImageManifest image) throws IOException {
    return images().advice(image, version -> change.edition()
        .lists(model.images(), model.imagePath(version, ImageManifest.FILE_NAME)),
        last().withdrawn());
  }

  private ModelImages images() {
    return new ModelImages(repository, change.base(), model);
  }

  private static String untilNow(Catalog last, String channel) {
    return last.offer(channel).map(before -> " (until now " + before.version() + ")").orElse("");
  }

  private void tellIfWithdrawn(Catalog last, Version version) {
    if (last.withdrawn().contains(version)) {
      tell(MORE + version + " was withdrawn, and no longer is");
    }
  }

  private String place(String channel) {
    return model.model() + " " + channel + ": ";
  }

  private void tell(String line) {
    change.lines().add(line);
  }

  private Catalog last() throws IOException {
    return new CatalogReader(repository).read(change.base(), model).orElseGet(Catalog::empty);
  }

  /** A catalogue that says the same as the last is not signed anew. */
  private boolean putIfChanged(Catalog last, Catalog next) throws IOException {
    if (Arrays.equals(next.encode(), last.encode())) {
      return false;
    }
    change.repository().putCatalog(change.edition(), model, next);
    return true;
  }
}
