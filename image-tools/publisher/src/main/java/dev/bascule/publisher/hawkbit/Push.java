package dev.bascule.publisher.hawkbit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Makes a version known to hawkBit: a software module and a distribution set of it, both without a file, since devices take the
 * image from the repository. What is there already is used.
 */
public final class Push {

  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ManagementApi server;
  private final String moduleType;
  private final String setType;

  /**
   * Pushes to a server.
   *
   * @param moduleType the key of the software module's type there
   * @param setType the key of the distribution set's
   */
  public Push(ManagementApi server, String moduleType, String setType) {
    this.server = server;
    this.moduleType = moduleType;
    this.setType = setType;
  }

  /**
   * One thing at the server.
   *
   * @param id 0 where it is not made yet
   * @param made whether this push made it
   */
  public record Thing(long id, boolean made) {}

  /**
   * The software module.
   *
   * @param dry whether it is only looked for
   */
  public Thing module(String name, Version version, boolean dry) throws IOException {
    return thing("softwaremodules", name, version, moduleType,
        JsonNodeFactory.instance.objectNode(), dry);
  }

  /** The distribution set of one module. */
  public Thing set(String name, Version version, Thing module, boolean dry) throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("modules").addObject().put("id", module.id());
    return thing("distributionsets", name, version, setType, body, dry);
  }

  /**
   * Makes a rollout of a set, and starts it if that is wanted.
   *
   * @throws HawkbitException if there is one of that name
   */
  public Thing rollOut(RolloutPlan plan, Thing set, boolean start, boolean dry)
      throws IOException {
    if (server.find("rollouts", "name==" + quoted(plan.name())).isPresent()) {
      throw new HawkbitException("hawkBit has a rollout " + plan.name()
          + " already; give this one another name");
    }
    if (dry) {
      return new Thing(0, true);
    }
    long id = server.make("rollouts", plan.json(set.id()));
    if (start) {
      awaitReady(id);
      server.act("rollouts/" + id + "/start");
    }
    return new Thing(id, true);
  }

  private Thing thing(String collection, String name, Version version, String type,
      ObjectNode body, boolean dry) throws IOException {
    OptionalLong there = server.find(collection, "name==" + quoted(name) + ";version=="
        + quoted(version.toString()) + ";type==" + quoted(type));
    if (there.isPresent() || dry) {
      return new Thing(there.orElse(0), there.isEmpty());
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    list.add(body.put("name", name).put("version", version.toString()).put("type", type));
    return new Thing(server.make(collection, list), true);
  }

  /** The server sorts the devices into groups by itself, after it has answered. */
  private void awaitReady(long id) throws IOException {
    long end = System.nanoTime() + READY.toNanos();
    String status = server.word("rollouts/" + id, "status");
    while (status.equals("creating") && System.nanoTime() < end) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("waiting for rollout " + id);
      }
      status = server.word("rollouts/" + id, "status");
    }
    if (!status.equals("ready")) {
      throw new HawkbitException("rollout " + id + ": expected it to become ready within "
          + READY.toSeconds() + " s, found it " + status + "; start it at the server");
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
