package dev.bascule.bootctl.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A GUID as UEFI stores it: the first three groups little-endian, the rest in order (UEFI 2.10, appendix
 * A).
 */
public record Guid(UUID value) {
  static final int BYTES = 16;

  /** The type of an entry that is not in use. */
  public static final Guid ZERO = new Guid(new UUID(0, 0));

  /** Reads the usual text form, in either case. */
  public static Guid parse(String text) {
    var value = UUID.fromString(text);
    if (!value.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException(
          "GUID \"" + text + "\": expected 8-4-4-4-12 hexadecimal digits");
    }
    return new Guid(value);
  }

  static Guid decode(ByteBuffer from, int offset) {
    var little = from.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    var big = from.duplicate().order(ByteOrder.BIG_ENDIAN);
    long high = Integer.toUnsignedLong(little.getInt(offset)) << 32
        | Short.toUnsignedLong(little.getShort(offset + 4)) << 16
        | Short.toUnsignedLong(little.getShort(offset + 6));
    return new Guid(new UUID(high, big.getLong(offset + 8)));
  }

  void encode(ByteBuffer into, int offset) {
    var little = into.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    var big = into.duplicate().order(ByteOrder.BIG_ENDIAN);
    long high = value.getMostSignificantBits();
    little.putInt(offset, (int) (high >>> 32));
    little.putShort(offset + 4, (short) (high >>> 16));
    little.putShort(offset + 6, (short) high);
    big.putLong(offset + 8, value.getLeastSignificantBits());
  }

  // By hand: a record's own are linked when they are first called, by a score of classes that are made then.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Guid guid && value.equals(guid.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.toString().toUpperCase(Locale.ROOT);
  }
}
