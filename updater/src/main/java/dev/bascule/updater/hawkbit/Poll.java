package dev.bascule.updater.hawkbit;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.updater.source.WebService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server has for this device at the moment. Each link is null where there is nothing of its kind.
 *
 * @param sleep how long it asks to be left alone
 * @param installed the last action that ended well, as the server knows it
 */
public record Poll(Duration sleep, @Nullable URI deployment, @Nullable URI confirmation,
    @Nullable URI cancel, @Nullable URI attributes, @Nullable URI installed) {

  /** A server that asks for more is not believed: nothing may keep a device from its updates for good. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Pattern SLEEP = Pattern.compile("([0-9]{1,3}):([0-9]{2}):([0-9]{2})");

  static Poll decode(Members json, WebService service) throws IOException {
    return new Poll(sleep(json), link(json, "deploymentBase", service),
        link(json, "confirmationBase", service), link(json, "cancelAction", service),
        link(json, "configData", service), link(json, "installedBase", service));
  }

  private static Duration sleep(Members json) throws JsonException {
    if (!json.has("config") || !json.object("config").has("polling")) {
      return USUAL;
    }
    Duration asked = json.object("config")
        .object("polling")
        .parsed("sleep", "hours, minutes and seconds such as 00:05:00", Poll::span);
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private static Duration span(String text) {
    Matcher matcher = SLEEP.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a time: " + text);
    }
    return Duration.ofHours(Long.parseLong(matcher.group(1)))
        .plusMinutes(Long.parseLong(matcher.group(2)))
        .plusSeconds(Long.parseLong(matcher.group(3)));
  }

  private static @Nullable URI link(Members json, String name, WebService service)
      throws IOException {
    if (!json.has("_links") || !json.object("_links").has(name)) {
      return null;
    }
    return service.follow(json.object("_links").object(name).string("href"));
  }
}
