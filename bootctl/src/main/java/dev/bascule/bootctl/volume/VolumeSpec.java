package dev.bascule.bootctl.volume;

import dev.bascule.bootctl.BootException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** How a volume is named in the configuration, in the manner of fstab. */
public sealed interface VolumeSpec {

  /** Whether it is a GPT partition of this name, or of this unique GUID. */
  boolean names(String label, UUID unique);

  /** {@code PARTLABEL=…}: the GPT partition of that name. */
  record PartLabel(String label) implements VolumeSpec {
    public PartLabel {
      if (label.isEmpty() || label.length() > 36) {
        throw new IllegalArgumentException(
            "a GPT partition's name has 1 to 36 characters: " + label);
      }
    }

    @Override
    public boolean names(String other, UUID unique) {
      return label.equals(other);
    }

    @Override
    public String toString() {
      return PART_LABEL + label;
    }
  }

  /** {@code PARTUUID=…}: the GPT partition of that unique GUID. */
  record PartUuid(UUID uuid) implements VolumeSpec {
    @Override
    public boolean names(String label, UUID unique) {
      return uuid.equals(unique);
    }

    @Override
    public String toString() {
      return PART_UUID + uuid;
    }
  }

  /** A path: a partition's device node, or a file that holds just this volume. */
  record Node(Path path) implements VolumeSpec {
    @Override
    public boolean names(String label, UUID unique) {
      return false;
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  String PART_LABEL = "PARTLABEL=";
  String PART_UUID = "PARTUUID=";

  Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}-(\\p{XDigit}{4}-){3}\\p{XDigit}{12}");

  /** Reads {@code PARTLABEL=name}, {@code PARTUUID=guid} or an absolute path; inverse of toString. */
  static VolumeSpec parse(String text) throws BootException {
    if (text.startsWith(PART_LABEL)) {
      String label = text.substring(PART_LABEL.length());
      if (label.isEmpty() || label.length() > 36) {
        throw malformed(text, "a partition's name of 1 to 36 characters");
      }
      return new PartLabel(label);
    }
    if (text.startsWith(PART_UUID)) {
      String uuid = text.substring(PART_UUID.length());
      if (!UUID_FORM.matcher(uuid).matches()) {
        throw malformed(text, "a GPT partition's GUID (partitions of an MBR have none)");
      }
      return new PartUuid(UUID.fromString(uuid.toLowerCase(Locale.ROOT)));
    }
    if (!text.startsWith("/") || text.indexOf('\0') >= 0 || text.length() > 4096) {
      throw malformed(text, "PARTLABEL=name, PARTUUID=guid or an absolute path");
    }
    return new Node(Path.of(text));
  }

  private static BootException malformed(String text, String expected) {
    return new BootException("volume \"" + text + "\": expected " + expected,
        "name the slot's partition as in fstab, for instance PARTLABEL=ROOT-A");
  }
}
