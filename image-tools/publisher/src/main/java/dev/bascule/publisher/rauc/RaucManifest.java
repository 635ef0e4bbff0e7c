package dev.bascule.publisher.rauc;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.foreign.WorkDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a bundle says of itself ({@code manifest.raucm}; RAUC's reference, "Manifest").
 *
 * @param format {@code plain}, {@code verity} or {@code crypt}
 * @param left what RAUC would do beside writing images
 */
record RaucManifest(String compatible, String version, String description, String format,
    List<RaucImage> images, List<String> left) {

  /** Bytes that a manifest may have. */
  static final int MAX_LENGTH = 256 << 10;

  private static final String IMAGE = "image.";

  RaucManifest {
    images = List.copyOf(images);
    left = List.copyOf(left);
  }

  /** Reads a manifest. */
  static RaucManifest of(String source, KeyFile file) throws ForeignException {
    List<RaucImage> images = new ArrayList<>();
    List<String> left = new ArrayList<>();
    file.value("handler", "filename")
        .ifPresent(name -> left.add("handler " + name
            + ", which replaces RAUC's own way of installing"));
    file.value("hooks", "filename").ifPresent(name -> left.add("hooks in " + name));
    for (String group : file.groups()) {
      if (!group.startsWith(IMAGE)) {
        continue;
      }
      String name = group.substring(IMAGE.length());
      if (file.value(group, "type").equals(Optional.of("emptyfs"))) {
        left.add("empty file system " + name);
      } else {
        images.add(image(source, file, group));
        hooks(file, group).stream()
            .map(hook -> name + "'s hook " + hook)
            .forEach(left::add);
      }
    }
    return new RaucManifest(
        file.value("update", "compatible")
            .orElseThrow(() -> new ForeignException(source
                + ": expected compatible= in [update], found none")),
        file.value("update", "version").orElse(""), file.value("update", "description").orElse(""),
        file.value("bundle", "format").orElse("plain"), images, left);
  }

  private static RaucImage image(String source, KeyFile file, String group)
      throws ForeignException {
    return new RaucImage(group.substring(IMAGE.length()),
        file.value(group, "filename").orElse(""), file.value(group, "type").orElse(""),
        number(source, file, group, "size", WorkDirectory.MAX_IMAGE), digest(source, file, group),
        hooks(file, group).contains("install"));
  }

  private static List<String> hooks(KeyFile file, String group) {
    return file.value(group, "hooks")
        .map(text -> Arrays.stream(text.split(";", -1))
            .map(String::strip)
            .filter(hook -> !hook.isEmpty())
            .toList())
        .orElse(List.of());
  }

  private static Sha256 digest(String source, KeyFile file, String group)
      throws ForeignException {
    try {
      return Sha256.parse(file.value(group, "sha256").orElse(""));
    } catch (IllegalArgumentException e) {
      throw new ForeignException(source + ": [" + group + "] sha256: " + e.getMessage(), e);
    }
  }

  /** A number of bytes. */
  static long number(String source, KeyFile file, String group, String key, long greatest)
      throws ForeignException {
    String text = file.value(group, key).orElse("");
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= greatest) {
      return Long.parseLong(text);
    }
    throw new ForeignException(source + ": [" + group + "] " + key + ": expected a number up to "
        + greatest + ", found " + (text.isEmpty() ? "nothing" : text));
  }
}
