package dev.bascule.updater.hawkbit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebService;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One device's side of hawkBit's DDI. */
public final class HawkbitClient {

  private final WebService service;
  private final URI own;
  private final InstantSource clock;

  /**
   * A client; nothing is asked yet.
   *
   * @param web is shared; whoever made it closes it
   * @param token the secret that goes with the settings' credential
   */
  public HawkbitClient(HawkbitSettings settings, String token, WebClient web,
      InstantSource clock) {
    this.own = settings.url()
        .resolve(settings.tenant() + "/controller/v1/" + settings.controller());
    this.service = new WebService(web, settings.url(), settings.credential().scheme() + " "
        + token);
    this.clock = clock;
  }

  /** Asks what there is for the device. */
  public Poll poll() throws IOException {
    return Poll.decode(read(own), service);
  }

  /** Reads a deployment: one that is to be done, waits for the device's word, or was done. */
  public Deployment deployment(URI link) throws IOException {
    Members json = read(link);
    try {
      return Deployment.decode(json);
    } catch (JsonException e) {
      throw new IOException(link + ": " + e.getMessage(), e);
    }
  }

  /** Reads which action is to be cancelled. */
  public String cancelled(URI link) throws IOException {
    Members json = read(link);
    try {
      return Deployment.id(json.object("cancelAction"), "stopId");
    } catch (JsonException e) {
      throw new IOException(link + ": " + e.getMessage(), e);
    }
  }

  /** Says something about an action. */
  public void tell(String action, Feedback feedback) throws IOException {
    send("POST", "deploymentBase/" + action + "/feedback", feedback.json(action, clock.instant()));
  }

  /** Says something about the cancelling of an action. */
  public void tellCancelled(String action, Feedback feedback) throws IOException {
    send("POST", "cancelAction/" + action + "/feedback", feedback.json(action, clock.instant()));
  }

  /** Gives or denies the device's consent to an action. */
  public void confirm(String action, boolean agreed, String words) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("confirmation", agreed ? "confirmed" : "denied")
        .put("code", agreed ? 1 : -1);
    json.putArray("details").add(words);
    send("POST", "confirmationBase/" + action + "/feedback", json);
  }

  /** Tells facts about the device, in place of those told before. */
  public void describe(Map<String, String> attributes) throws IOException {
    ObjectNode json = Feedback.closed(true, List.of())
        .json("", clock.instant())
        .put("mode", "replace");
    ObjectNode data = json.putObject("data");
    attributes.forEach(data::put);
    send("PUT", "configData", json);
  }

  private void send(String method, String path, ObjectNode json) throws IOException {
    service.send(method, URI.create(own + "/" + path),
        json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Members read(URI url) throws IOException {
    byte[] document = service.get(url);
    try {
      return Members.of(StrictJson.parse(document, WebService.MAX_DOCUMENT));
    } catch (JsonException e) {
      throw new IOException(url + ": expected what hawkBit's DDI answers, found other: "
          + e.getMessage(), e);
    }
  }
}
