package dev.bascule.updater.hawkbit;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the server wants of the device.
 *
 * @param action the action's id
 * @param chunks software modules; artifacts are not looked at
 */
public record Deployment(String action, Handling download, Handling update, List<Chunk> chunks) {

  private static final int MAX_CHUNKS = 64;
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  /** A software module. */
  public record Chunk(String name, String version) {}

  /** How far a step may be taken. */
  public enum Handling {
    /** Not now: the action's maintenance window is closed, for instance. */
    SKIP,
    /** If it suits the device. */
    ATTEMPT,
    /** The server would rather not wait. */
    FORCED
  }

  public Deployment {
    chunks = List.copyOf(chunks);
  }

  static Deployment decode(Members json) throws JsonException {
    boolean confirming = json.has("confirmation");
    Members body = json.object(confirming ? "confirmation" : "deployment");
    List<Chunk> chunks = new ArrayList<>();
    for (Members chunk : body.objects("chunks", MAX_CHUNKS)) {
      chunks.add(new Chunk(chunk.string("name"), chunk.string("version")));
    }
    return new Deployment(id(json, "id"), handling(body, "download"), handling(body, "update"),
        chunks);
  }

  /** An action's id, which becomes part of URLs. */
  static String id(Members json, String name) throws JsonException {
    return json.parsed(name, "an action's id", text -> {
      if (!ID.matcher(text).matches()) {
        throw new IllegalArgumentException("not an id");
      }
      return text;
    });
  }

  /** The version of the one module of a name; empty where there is none, or more than one. */
  public Optional<String> version(String module) {
    List<Chunk> named = chunks.stream().filter(chunk -> chunk.name().equals(module)).toList();
    return named.size() == 1 ? Optional.of(named.getFirst().version()) : Optional.empty();
  }

  private static Handling handling(Members body, String name) throws JsonException {
    return body.has(name)
        ? body.parsed(name, "skip, attempt or forced",
            word -> Handling.valueOf(word.toUpperCase(Locale.ROOT)))
        : Handling.ATTEMPT;
  }
}
