package dev.bascule.updater.config;

import dev.bascule.updater.source.WebProxy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which proxy is between the device and its servers. */
public sealed interface ProxyChoice {

  /** What the environment says: {@code http_proxy}, {@code https_proxy}, {@code all_proxy}, {@code no_proxy}. */
  record Environment() implements ProxyChoice {}

  /** None, whatever the environment says. */
  record None() implements ProxyChoice {}

  /**
   * This one.
   *
   * @param passwordFile whose first line is the user's password, or null
   * @param direct hosts that are asked without it
   */
  record Named(WebProxy proxy, @Nullable Path passwordFile, List<String> direct)
      implements
        ProxyChoice {
    public Named {
      direct = List.copyOf(direct);
    }
  }
}
