package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.BootException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where U-Boot's environment is, as {@code /etc/fw_env.config} says it for fw_printenv.
 *
 * @param places one, or two for two copies; of further lines nobody takes notice
 */
record FwEnvConfig(List<Place> places) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final Pattern SPACE = Pattern.compile("[ \t]+");
  private static final Pattern NUMBER = Pattern.compile("-?(0[xX]\\p{XDigit}{1,15}|\\d{1,18})");
  private static final Pattern SIZE = Pattern.compile("(0[xX])?\\p{XDigit}{1,8}");
  private static final String REMEDY =
      "write a line for each copy: device, offset as 0x…, size as 0x…, as the documentation of fw_printenv has it";

  /**
   * One copy.
   *
   * @param device a device's node, a file, or for UBI {@code /dev/ubi0:name}
   * @param offset bytes from its beginning, or from its end if negative
   * @param size bytes of the environment
   */
  record Place(String device, long offset, int size) {}

  FwEnvConfig {
    places = List.copyOf(places);
  }

  static FwEnvConfig read(Path file) throws BootException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new BootException(file + ": cannot be read: " + e, REMEDY, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new BootException(file + ": expected at most " + MAX_BYTES + " bytes, found more",
          REMEDY);
    }
    return parse(new String(bytes, StandardCharsets.ISO_8859_1), file.toString());
  }

  static FwEnvConfig parse(String text, String where) throws BootException {
    var places = new ArrayList<Place>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.startsWith("#") && !line.isBlank() && places.size() < 2) {
        places.add(place(line.strip(), where + " line " + number));
      }
    }
    if (places.isEmpty()) {
      throw new BootException(where + ": expected a line for the environment, found none", REMEDY);
    }
    if (places.size() == 2 && places.get(0).size != places.get(1).size) {
      throw new BootException(where + ": expected two copies of the same size, found "
          + places.get(0).size + " and " + places.get(1).size, REMEDY);
    }
    return new FwEnvConfig(places);
  }

  private static Place place(String line, String where) throws BootException {
    String[] fields = SPACE.split(line, -1);
    if (fields.length < 3 || !NUMBER.matcher(fields[1]).matches()
        || !SIZE.matcher(fields[2]).matches()) {
      throw new BootException(
          where + ": expected a device, an offset and a size, found \"" + line + "\"", REMEDY);
    }
    String digits = fields[2].replaceFirst("^0[xX]", "");
    long size = Long.parseLong(digits, 16);
    if (size < 16 || size > UbootBlock.MAX_SIZE) {
      throw new BootException(where + ": expected a size of 16 to " + UbootBlock.MAX_SIZE
          + " bytes, found 0x" + digits, REMEDY);
    }
    try {
      return new Place(fields[0], Long.decode(fields[1]), (int) size);
    } catch (NumberFormatException e) {
      throw new BootException(where + ": no offset: " + fields[1], REMEDY, e);
    }
  }

  boolean redundant() {
    return places.size() == 2;
  }
}
