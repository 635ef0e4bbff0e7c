package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.publisher.repository.CatalogReader;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.PublishedImage;
import dev.bascule.publisher.repository.RefusedException;
import dev.bascule.publisher.rollout.Brake;
import dev.bascule.publisher.rollout.Course;
import dev.bascule.publisher.rollout.CourseChart;
import dev.bascule.publisher.rollout.Simulation;
import dev.bascule.publisher.rollout.Transfer;
import dev.bascule.publisher.rollout.TrialFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries a rollout on a fleet that does not exist. */
@Command(name = "simulate",
    description = "Try a rollout on a simulated fleet, before anybody signs it: when who updates, what the origin has to serve, and what a bad release "
        + "does with and without somebody who halts it. When a device's turn comes is decided by the devices' own code. Nothing is changed.",
    footer = {
        "", "Example: what five days would do to 100,000 devices, if one in fifty failed:",
        "  bascule-image rollout simulate --repo repository --model board --channel stable \\",
        "      --version 1.4.0 --devices 100000 --failing 2%% --svg rollout.svg",
        "",
        "A device fetches at most what is said: what its slots hold already is not fetched. Time for transfers, windows and "
            + "versions to step through are left out."})
final class RolloutSimulate extends Step {

  @Mixin
  private ReadRepositoryOption repository = new ReadRepositoryOption();

  @Option(names = "--model", paramLabel = "MODEL", required = true, description = "The model.")
  private ModelRoles model = new ModelRoles("model");

  @Option(names = "--channel", paramLabel = "CHANNEL", required = true,
      description = "The channel.")
  private String channel = "";

  @Option(names = "--version", paramLabel = "VERSION",
      description = "The version to roll out, with the options of rollout start (default: what the channel rolls out).")
  private @Nullable Version version;

  @Mixin
  private RolloutOptions options = new RolloutOptions();

  @Mixin
  private FleetOptions fleet = new FleetOptions();

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw it, too.")
  private @Nullable Path svg;

  RolloutSimulate(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Published published = Published.read(repository.directory());
    Catalog catalog = new CatalogReader(repository.directory()).read(published, model)
        .orElseGet(Catalog::empty);
    Rollout rollout = rollout(catalog);
    TrialFleet devices = fleet.read(catalog.offer(channel).map(Offer::version).orElse(null));
    Simulation simulation = new Simulation(devices, rollout,
        transfers(published, rollout.version(), devices));
    Course course = simulation.unhindered();
    Brake brake = fleet.brake();
    Course braked = simulation.braked(brake);
    Path picture = svg;
    if (picture != null) {
      Files.writeString(picture, CourseChart.draw(model.model() + " " + channel + ": "
          + rollout.version() + " on " + devices.devices() + " devices",
          rollout.schedule(ZoneOffset.UTC), course,
          braked.halted() == null ? null : braked, devices.devices()));
    }
    return report(rollout, devices, course, braked);
  }

  private Rollout rollout(Catalog catalog) throws RefusedException {
    var now = surroundings().clock().instant();
    if (version != null) {
      return options.read(channel, version, now);
    }
    return catalog.rollout(channel)
        .map(rollout -> rollout.resume(now))
        .orElseThrow(() -> new RefusedException(RefusedException.Reason.NO_SUCH_ROLLOUT,
            model.model() + " " + channel + ": nothing is rolled out; name a --version"));
  }

  /** What devices fetch, from the manifests; those that would not take the version up fetch nothing. */
  private Map<Version, Transfer> transfers(Published published, Version target,
      TrialFleet devices) throws IOException {
    ImageManifest image = PublishedImage.read(repository.directory(), published, model, target)
        .map(PublishedImage::manifest)
        .orElseThrow(() -> new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE,
            model.model() + ": there is no image of version " + target + "; publish it first"));
    Map<Version, Transfer> transfers = new HashMap<>();
    for (Version running : devices.running().keySet()) {
      Version minimum = image.minimumVersion();
      if (minimum != null && minimum.newerThan(running)) {
        warn(running + " is too old for " + target + ", which updates from " + minimum
            + ": its devices are left out");
      } else if (target.newerThan(running)) {
        transfers.put(running, Transfer.of(image,
            PublishedImage.read(repository.directory(), published, model, running)
                .map(PublishedImage::manifest)
                .orElse(null)));
      }
    }
    return transfers;
  }

  private Report report(Rollout rollout, TrialFleet devices, Course course, Course braked) {
    CourseReport words = new CourseReport(devices.devices());
    ObjectNode json = object().put("model", model.model()).put("devices", devices.devices());
    new RolloutReport(rollout, surroundings().clock().instant()).addTo(json.putObject("rollout"));
    words.addTo(json.putObject("unhindered"), course);
    words.addTo(json.putObject("halted"), braked);
    ArrayNode hours = json.putArray("hours");
    course.hours().forEach(hour -> CourseReport.add(hour, hours.addObject()));
    List<String> lines = new ArrayList<>();
    lines.add(model.model() + " " + channel + ": " + rollout.version() + " on "
        + devices.devices() + " devices");
    lines.addAll(words.table(course));
    lines.add("unhindered: " + words.summary(course));
    lines.add("if halted:  " + words.summary(braked));
    if (svg != null) {
      json.put("svg", svg.toString());
      lines.add("drawn in " + svg);
    }
    return Report.of(json, lines);
  }
}
