package dev.bascule.bootctl.sys;

import java.util.Optional;
import java.util.regex.Pattern;

/** A device's major and minor number, as sysfs and mountinfo write it: {@code 8:1}. */
public record DeviceNumber(int major, int minor) {
  private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,3}):(0|[1-9]\\d{0,6})");

  /** Reads {@code major:minor} with at most 12 and 20 bits, the kernel's limits; else empty. */
  public static Optional<DeviceNumber> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int major = Integer.parseInt(match.group(1));
    int minor = Integer.parseInt(match.group(2));
    return major < 1 << 12 && minor < 1 << 20
        ? Optional.of(new DeviceNumber(major, minor))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
