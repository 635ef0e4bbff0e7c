package dev.bascule.publisher.fleet;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Wave;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.QuotedText;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.image.toml.Suggestion;
import dev.bascule.image.toml.TomlException;
import dev.bascule.image.toml.TomlLines;
import dev.bascule.image.toml.TomlText;
import dev.bascule.publisher.fleet.FleetFile.Channel;
import dev.bascule.publisher.fleet.FleetFile.Course;
import dev.bascule.publisher.fleet.FleetFile.Model;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.rollout.Template;
import dev.bascule.publisher.rollout.WaveText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a fleet's file: strictly, so that what somebody misspelt is not taken for what he wants. */
public final class FleetReader {

  /** A longer file is refused: 4 MiB. */
  static final int MAX_LENGTH = 4 << 20;

  private static final int MAX_WITHDRAWN = 4096;
  private static final int MAX_LIST = 64;
  private static final String VERSION = "a version";
  private static final String ROLLOUT = "rollout";
  private static final String START_LOCAL = "start_local";

  private FleetReader() {}

  /** Reads a file. */
  public static FleetFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in.readNBytes(MAX_LENGTH + 1));
    }
  }

  /**
   * Reads a file's content.
   *
   * @param name the file's, for messages
   */
  static FleetFile parse(String name, byte[] content) throws FleetFileException {
    TomlText toml;
    try {
      toml = TomlText.parse(content, MAX_LENGTH);
    } catch (TomlException e) {
      throw new FleetFileException(name + ": " + e.getMessage() + "; " + e.remedy(), e);
    }
    try {
      return file(Members.of(toml.tables()));
    } catch (JsonException e) {
      OptionalInt line = TomlLines.of(toml.text()).line(e.path());
      throw new FleetFileException(name
          + (line.isPresent() ? ", line " + line.getAsInt() : "") + ": " + e.getMessage(), e);
    }
  }

  private static FleetFile file(Members file) throws JsonException {
    only(file, "model");
    SortedMap<String, Model> models = new TreeMap<>();
    if (file.has("model")) {
      Members listed = file.object("model");
      for (String name : listed.names()) {
        checked(listed, name, () -> new ModelRoles(name));
        models.put(name, model(listed.object(name)));
      }
    }
    return new FleetFile(models);
  }

  private static Model model(Members model) throws JsonException {
    only(model, "channel", "withdrawn");
    Set<Version> withdrawn = new HashSet<>();
    if (model.has("withdrawn")) {
      for (String version : model.strings("withdrawn", MAX_WITHDRAWN)) {
        checked(model, "withdrawn", () -> withdrawn.add(Version.parse(version)));
      }
    }
    SortedMap<String, Channel> channels = new TreeMap<>();
    if (model.has("channel")) {
      Members listed = model.object("channel");
      for (String name : listed.names()) {
        channels.put(name, channel(listed, name, withdrawn));
      }
    }
    Model read = new Model(channels, withdrawn);
    try {
      // What a device would not read is not to be signed: too many channels, for one.
      Catalog.decode(alone(read).encode());
    } catch (JsonException e) {
      throw new JsonException(model.path(), "its catalogue would be refused: " + e.getMessage());
    }
    return read;
  }

  private static Catalog alone(Model model) {
    SortedMap<String, Model> one = new TreeMap<>();
    one.put("m", model);
    return new FleetFile(one).catalog(new ModelRoles("m"), Catalog.empty(), Instant.EPOCH);
  }

  private static Channel channel(Members channels, String name, Set<Version> withdrawn)
      throws JsonException {
    Members channel = channels.object(name);
    only(channel, "offer", "recall", ROLLOUT);
    @Nullable Version offer = channel.has("offer")
        ? offered(channel, "offer", withdrawn)
        : null;
    boolean recall = channel.bool("recall", false);
    if (recall && offer == null) {
      throw new JsonException(channel.path() + ".recall",
          "expected an offer beside it, which devices go back to; found none");
    }
    @Nullable Course rollout = channel.has(ROLLOUT)
        ? rollout(channel.object(ROLLOUT), withdrawn)
        : null;
    Channel read = new Channel(offer, recall, rollout);
    // The catalogue itself knows which names and waves there can be.
    SortedMap<String, Channel> one = new TreeMap<>();
    one.put(name, read);
    checked(channels, name, () -> alone(new Model(one, Set.of())));
    return read;
  }

  private static Course rollout(Members rollout, Set<Version> withdrawn) throws JsonException {
    only(rollout, "version", "waves", "start", START_LOCAL, "groups", "halted");
    boolean local = rollout.has(START_LOCAL);
    if (local && rollout.has("start")) {
      throw rollout.wrong(START_LOCAL, "either this or start");
    }
    @Nullable Instant start = null;
    if (local) {
      start = rollout.parsed(START_LOCAL, "a local time as in 2030-01-31T23:59:59",
          text -> UtcSecond.parse(text + "Z"));
    } else if (rollout.has("start")) {
      start = rollout.instant("start");
    }
    Set<String> groups = rollout.has("groups")
        ? new TreeSet<>(rollout.strings("groups", MAX_LIST))
        : Set.of();
    return new Course(offered(rollout, "version", withdrawn), waves(rollout), start, local, groups,
        rollout.bool("halted", false));
  }

  /** A template's name, or waves one by one. */
  private static List<Wave> waves(Members rollout) throws JsonException {
    if (!rollout.has("waves")) {
      return Template.NORMAL.waves();
    }
    if (rollout.node().get("waves").isTextual()) {
      return rollout.parsed("waves", "one of " + Arrays.toString(Template.values())
          + " or a list of waves", Template::parse).waves();
    }
    List<Wave> waves = new ArrayList<>();
    for (String wave : rollout.strings("waves", MAX_LIST)) {
      checked(rollout, "waves", () -> waves.add(WaveText.parse(wave)));
    }
    return waves;
  }

  /** A version that devices take: the file does not withdraw it as well. */
  private static Version offered(Members table, String key, Set<Version> withdrawn)
      throws JsonException {
    Version version = table.parsed(key, VERSION, Version::parse);
    if (withdrawn.contains(version)) {
      throw new JsonException(table.path() + "." + key,
          "expected a version that this file does not withdraw, found " + version);
    }
    return version;
  }

  /** Refuses other keys, with the one that was probably meant. */
  private static void only(Members table, String... known) throws JsonException {
    List<String> names = List.of(known);
    for (String name : table.names()) {
      if (!names.contains(name)) {
        String path = table.path().isEmpty() ? name : table.path() + "." + name;
        throw new JsonException(QuotedText.oneLine(path), "is not a known key; "
            + Suggestion.nearest(name, names)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("known here: " + String.join(", ", names)));
      }
    }
  }

  private static void checked(Members table, String key, Runnable work) throws JsonException {
    try {
      work.run();
    } catch (IllegalArgumentException e) {
      String path = table.path().isEmpty() ? key : table.path() + "." + key;
      JsonException refused = new JsonException(QuotedText.oneLine(path),
          QuotedText.oneLine(String.valueOf(e.getMessage())));
      refused.initCause(e);
      throw refused;
    }
  }
}
