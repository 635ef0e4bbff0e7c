package dev.bascule.lab.load;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.web.Certificates;
import dev.bascule.lab.web.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a repository's size costs, in models: a device's looks, counted on the wire and as processes, and the publisher's
 * commands.
 *
 * @param counts of models
 * @param rounds how often everything is measured
 */
public record ModelCost(List<Integer> counts, int rounds) {

  private static final int VOLUME = 1 << 20;
  private static final int FIRST = 1;

  public ModelCost {
    counts = List.copyOf(counts);
  }

  private record Measured(Map<String, Long> sizes, Map<Occasion, List<LookCost>> looks,
      Map<String, List<PublisherCost>> publications) {}

  /** Measures, and writes the documentation's tables. */
  public String run(Progress progress) throws IOException {
    progress.step("training the programs");
    Training.ensure(Checkout.find());
    Map<Integer, Measured> all = new LinkedHashMap<>();
    for (int count : counts) {
      Path work = Files.createTempDirectory("bascule-bench-models-");
      try {
        all.put(count, measure(count, work, progress));
      } finally {
        new FileTree(work).delete();
      }
    }
    return sizes(all) + looks(all) + publications(all);
  }

  private Measured measure(int count, Path work, Progress progress) throws IOException {
    Checkout checkout = Checkout.find();
    Workshop workshop = Workshop.create(work.resolve("workshop"), checkout.basculeImage());
    Path root = volume(work.resolve("root"), 0);
    workshop.build(FIRST, root, 1);
    workshop.publish(FIRST);
    ManyModels models = ManyModels.fill(workshop, count, work.resolve("images"), progress);
    Map<String, List<PublisherCost>> publications = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      progress.step(count + " models: publishing, round " + round + " of " + rounds);
      int release = FIRST + round;
      workshop.build(release, volume(work.resolve("volume-" + release), release), 1);
      publish(publications, "publish an image and offer it", workshop.publication(release),
          workshop, work);
      publish(publications, "refresh the timestamp", workshop.renewal("timestamp"), workshop, work);
    }
    return new Measured(sizes(workshop.repository()), looks(workshop, models, root, work, progress),
        publications);
  }

  private static void publish(Map<String, List<PublisherCost>> publications, String what,
      Command command, Workshop workshop, Path work) throws IOException {
    publications.computeIfAbsent(what, name -> new ArrayList<>())
        .add(PublisherCost.measure(command, workshop.repository(), work.resolve("usage")));
  }

  private Map<Occasion, List<LookCost>> looks(Workshop workshop, ManyModels models, Path root,
      Path work, Progress progress) throws IOException {
    Certificates certificates = Certificates.create(work.resolve("certificates"));
    certificates.issue("origin", "subjectAltName=IP:127.0.0.1", "ec");
    int port = Nginx.freePort();
    Device device = workshop.manufacture(work.resolve("device"), root, FIRST,
        Checkout.find().bascule());
    Map<Occasion, List<LookCost>> looks = new EnumMap<>(Occasion.class);
    try (Nginx origin = Nginx.start(work.resolve("nginx"), port,
        OriginServer.secure(port, workshop.repository(), certificates, "origin"));
        CountingRelay relay = CountingRelay.before(port)) {
      Files.copy(certificates.file("ca.pem"), device.root().resolve("etc/bascule/ca.pem"));
      device.configure("source", """
        [source]
        url = "https://127.0.0.1:%d/"
        ca = "/etc/bascule/ca.pem"
        """.formatted(relay.port()));
      device.boot();
      ObservedDevice observed = new ObservedDevice(workshop, models, device, origin, relay,
          work.resolve("usage"));
      for (int round = 1; round <= rounds; round++) {
        progress.step("looking, round " + round + " of " + rounds);
        for (Occasion occasion : Occasion.values()) {
          if (!occasion.needsOthers() || models.hasOthers()) {
            looks.computeIfAbsent(occasion, name -> new ArrayList<>())
                .add(observed.look(occasion));
          }
        }
      }
    }
    return looks;
  }

  /** The length of the newest file of each role that the workshop's devices read. */
  private static Map<String, Long> sizes(Path repository) throws IOException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String role : List.of("timestamp", "snapshot", "targets", Workshop.MODEL + "-rollout",
        Workshop.MODEL + "-images")) {
      sizes.put(role, Files.size(newest(repository.resolve("metadata"), role)));
    }
    return sizes;
  }

  private static Path newest(Path metadata, String role) throws IOException {
    if (role.equals("timestamp")) {
      return metadata.resolve("timestamp.json");
    }
    String end = "." + role + ".json";
    try (Stream<Path> files = Files.list(metadata)) {
      return files.filter(file -> file.getFileName().toString().endsWith(end))
          .max((one, two) -> Long.compare(version(one), version(two)))
          .orElseThrow(() -> new IOException(metadata + ": expected a file *" + end));
    }
  }

  private static long version(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static Path volume(Path file, long seed) throws IOException {
    byte[] content = new byte[VOLUME];
    new Random(seed).nextBytes(content);
    return Files.write(file, content);
  }

  private static String sizes(Map<Integer, Measured> all) {
    StringBuilder text = new StringBuilder(
        """
          | models | targets | timestamp.json | snapshot.json | targets.json | the model's rollout | its images |
          |---|---|---|---|---|---|---|
          """);
    all.forEach((count, measured) -> {
      text.append("| %,d | %,d".formatted(count, ManyModels.targets(count)));
      measured.sizes().values().forEach(size -> text.append(" | %,d".formatted(size)));
      text.append(" |\n");
    });
    return text.append('\n').toString();
  }

  private static String looks(Map<Integer, Measured> all) {
    StringBuilder text = new StringBuilder("""
      | since the last look | models | requests | bytes up | bytes down | user+sys, s | peak, MiB |
      |---|---|---|---|---|---|---|
      """);
    for (Occasion occasion : Occasion.values()) {
      all.forEach((count, measured) -> {
        List<LookCost> rounds = measured.looks().get(occasion);
        if (rounds != null) {
          text.append(
              "| %s | %,d | %s |%n".formatted(occasion.words(), count, LookCost.row(rounds)));
        }
      });
    }
    return text.append('\n').toString();
  }

  private static String publications(Map<Integer, Measured> all) {
    StringBuilder text = new StringBuilder(
        """
          | command | models | user+sys, s | peak, MiB | files written | bytes of metadata | of targets |
          |---|---|---|---|---|---|---|
          """);
    all.values()
        .stream()
        .flatMap(measured -> measured.publications().keySet().stream())
        .distinct()
        .forEach(what -> all.forEach((count, measured) -> text.append("| %s | %,d | %s |%n"
            .formatted(what, count, PublisherCost.row(measured.publications()
                .getOrDefault(what, List.of()))))));
    return text.toString();
  }
}
