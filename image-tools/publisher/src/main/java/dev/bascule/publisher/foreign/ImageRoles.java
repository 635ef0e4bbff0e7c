package dev.bascule.publisher.foreign;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of another updater's images becomes which volume. A lone image is {@code root}; of several each must be named, so that
 * none is forgotten.
 */
public final class ImageRoles {

  /** Stands for no role: the image is left out. */
  public static final String NONE = "-";

  private final Map<String, String> roles;

  private ImageRoles(Map<String, String> roles) {
    this.roles = roles;
  }

  /**
   * Reads a list of {@code IMAGE=ROLE}; the role follows the last {@code =}.
   *
   * @throws IllegalArgumentException for anything else, and for an image or a role that is named twice
   */
  public static ImageRoles parse(List<String> assignments) {
    Map<String, String> roles = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String text : assignments) {
      int equals = text.lastIndexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw new IllegalArgumentException("--role: expected IMAGE=ROLE such as rootfs=root, or "
            + "IMAGE=- to leave it out, found " + text);
      }
      String role = text.substring(equals + 1);
      if (roles.put(text.substring(0, equals), role) != null) {
        throw new IllegalArgumentException("--role: image named twice: " + text);
      }
      if (!role.equals(NONE) && !taken.add(role)) {
        throw new IllegalArgumentException("--role: two images for the role " + role);
      }
    }
    return new ImageRoles(roles);
  }

  /**
   * The roles of the images that a file has, of those that are not left out.
   *
   * @param source the file, for messages
   * @param images their names
   */
  public Map<String, String> of(String source, Set<String> images) throws ForeignException {
    if (images.isEmpty()) {
      throw new ForeignException(source + ": has no image to take");
    }
    if (roles.isEmpty() && images.size() == 1) {
      return Map.of(images.iterator().next(), "root");
    }
    if (!roles.keySet().equals(images)) {
      throw new ForeignException(source + ": has the images " + String.join(", ", images)
          + "; say what each becomes, with --role " + images.iterator().next()
          + "=root, or =- to leave it out" + found());
    }
    Map<String, String> wanted = new LinkedHashMap<>(roles);
    wanted.values().removeIf(NONE::equals);
    if (wanted.isEmpty()) {
      throw new ForeignException(source + ": every image is left out; give one a role");
    }
    return wanted;
  }

  private String found() {
    return roles.isEmpty() ? "" : "; found --role for " + String.join(", ", roles.keySet());
  }
}
