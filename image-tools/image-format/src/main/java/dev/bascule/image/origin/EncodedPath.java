package dev.bascule.image.origin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A repository's paths as origins are asked for them: names between slashes, each encoded for a URL. */
public final class EncodedPath {

  private EncodedPath() {}

  /** The names, decoded; a plus stands for itself. What a name decodes to is data, never a path. */
  public static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      names.add(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    return names;
  }
}
