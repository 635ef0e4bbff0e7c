package dev.bascule.bootctl.efi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The number of a {@code Boot####} variable, which {@code BootOrder} and {@code BootNext} hold. */
record BootNumber(int value) {
  private static final Pattern NAME = Pattern.compile("Boot(\\p{XDigit}{4})");

  BootNumber {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException("boot number " + value);
    }
  }

  /** The number in a variable's name, or empty if it is another kind of variable. */
  static Optional<BootNumber> of(EfiName name) {
    var match = NAME.matcher(name.name());
    return match.matches()
        ? Optional.of(new BootNumber(Integer.parseInt(match.group(1), 16)))
        : Optional.empty();
  }

  /** Little-endian numbers of 16 bits, one after the other. */
  static List<BootNumber> decode(byte[] bytes) throws MalformedEfiVariableException {
    if (bytes.length % 2 != 0) {
      throw new MalformedEfiVariableException(
          "expected numbers of 2 bytes, found " + bytes.length + " bytes");
    }
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    var numbers = new ArrayList<BootNumber>();
    while (buffer.hasRemaining()) {
      numbers.add(new BootNumber(buffer.getShort() & 0xffff));
    }
    return numbers;
  }

  static byte[] encode(List<BootNumber> numbers) {
    var buffer = ByteBuffer.allocate(2 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(number -> buffer.putShort((short) number.value));
    return buffer.array();
  }

  @Override
  public String toString() {
    return "Boot%04X".formatted(value);
  }
}
