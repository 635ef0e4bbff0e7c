package dev.bascule.bootctl.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One partition as its table entry describes it.
 *
 * @param number the partition's number as the kernel counts, from 1
 * @param lastLba its last sector, inclusive
 * @param name up to 36 UTF-16 units
 */
public record GptEntry(int number, Guid type, Guid unique, long firstLba, long lastLba,
    GptAttributes attributes, String name) {
  static final int BYTES = 128;
  static final int NAME_UNITS = 36;

  static final int TYPE = 0;
  static final int UNIQUE = 16;
  static final int FIRST_LBA = 32;
  static final int LAST_LBA = 40;
  static final int ATTRIBUTES = 48;
  static final int NAME = 56;

  public GptEntry {
    if (number < 1 || name.length() > NAME_UNITS || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("partition " + number + " \"" + name + "\"");
    }
  }

  static GptEntry decode(int number, ByteBuffer entry) {
    var little = entry.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    var name = new StringBuilder();
    for (int unit = 0; unit < NAME_UNITS; unit++) {
      char c = little.getChar(NAME + 2 * unit);
      if (c == 0) {
        break;
      }
      name.append(c);
    }
    return new GptEntry(number, Guid.decode(little, TYPE), Guid.decode(little, UNIQUE),
        little.getLong(FIRST_LBA), little.getLong(LAST_LBA),
        GptAttributes.decode(little.getLong(ATTRIBUTES)), name.toString());
  }

  void encode(ByteBuffer entry) {
    var little = entry.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    type.encode(little, TYPE);
    unique.encode(little, UNIQUE);
    little.putLong(FIRST_LBA, firstLba);
    little.putLong(LAST_LBA, lastLba);
    little.putLong(ATTRIBUTES, attributes.encode());
    byte[] units = new byte[2 * NAME_UNITS];
    byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
    System.arraycopy(text, 0, units, 0, text.length);
    little.put(NAME, units);
  }

  /** Whether the entry describes a partition at all. */
  public boolean used() {
    return !type.equals(Guid.ZERO);
  }

  /** Sectors in the partition. */
  public long sectors() {
    return lastLba - firstLba + 1;
  }
}
