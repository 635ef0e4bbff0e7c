package dev.bascule.image.tuf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A device that trusts a forge's first root, with a store in a directory and a clock that a test sets. */
final class Device {

  final Path directory;
  private final RepositoryForge forge;
  private final byte[] trustAnchor;
  private Instant clock = RepositoryForge.NOW;
  private Instant builtAt = Instant.MIN;
  private Limits limits = Limits.STANDARD;

  Device(RepositoryForge forge, Path directory) {
    this.forge = forge;
    this.directory = directory;
    this.trustAnchor = forge.origin.get("metadata/1.root.json");
  }

  Device at(Instant time) {
    clock = time;
    return this;
  }

  Device later(Duration duration) {
    return at(clock.plus(duration));
  }

  Device builtAt(Instant time) {
    builtAt = time;
    return this;
  }

  Device with(Limits limits) {
    this.limits = limits;
    return this;
  }

  /** A client as a fresh process has it. */
  TufClient client() {
    return client(trustAnchor);
  }

  TufClient client(byte[] anchor) {
    return new TufClient(new TrustedStore(directory), Repository.at(forge.origin), anchor,
        new ReferenceTime(InstantSource.fixed(clock), builtAt), limits);
  }

  /** What a refresh in a fresh process asks the repository for. */
  List<String> requestsOfRefresh() throws IOException {
    forge.origin.requests.clear();
    client().refresh();
    return List.copyOf(forge.origin.requests);
  }

  /** The trusted versions: {@code {root=1, timestamp=2, …}}. */
  Map<String, Long> versions() throws IOException {
    return client().trusted()
        .stream()
        .collect(Collectors.toMap(
            TrustedRole::name, TrustedRole::version, (one, two) -> one, TreeMap::new));
  }

  byte[] stored(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  void tear(String name) throws IOException {
    byte[] whole = stored(name);
    Files.write(directory.resolve(name), java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile)
          .map(directory::relativize)
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  /** Finds and fetches a target after a refresh, all in a fresh process. */
  String fetch(String path) throws IOException {
    TufClient client = client();
    client.refresh();
    return new String(client.fetch(client.find(path).orElseThrow()), StandardCharsets.UTF_8);
  }
}
