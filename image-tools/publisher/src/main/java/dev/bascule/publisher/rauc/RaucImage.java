package dev.bascule.publisher.rauc;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.foreign.ForeignException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One image in a bundle.
 *
 * @param name the slot class that it is for, with a variant if it has one
 * @param file its name in the bundle
 * @param type RAUC's image type, or empty
 * @param size in bytes
 * @param replaced whether a hook of the bundle writes it instead of RAUC
 */
record RaucImage(
    String name, String file, String type, long size, Sha256 sha256, boolean replaced) {

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_+@][A-Za-z0-9._+@-]{0,99}");
  private static final Set<String> WRITTEN_AS_THEY_ARE =
      Set.of("raw", "ext4", "vfat", "squashfs", "erofs");

  /** Refuses what RAUC would not write to a slot byte for byte. */
  void requireWhole(String source) throws ForeignException {
    String image = source + ": image " + name + ": ";
    if (!PLAIN_NAME.matcher(file).matches()) {
      throw new ForeignException(image + "expected a plain file name, found " + file);
    }
    if (replaced) {
      throw new ForeignException(image
          + "is written by a hook of the bundle, which only its author knows the work of");
    }
    String lower = file.toLowerCase(Locale.ROOT);
    boolean asIs = type.isEmpty()
        ? !lower.matches(".*(\\.tar.*|\\.tgz|\\.caidx|\\.caibx|\\.catar|\\.ubifs|\\.vcdiff)")
        : WRITTEN_AS_THEY_ARE.contains(type);
    if (!asIs) {
      throw new ForeignException(image + "expected an image that is written to a slot as it is, "
          + "found " + (type.isEmpty() ? file : "type " + type)
          + "; build a file system image of it, or leave it out with --role " + name + "=-");
    }
  }
}
