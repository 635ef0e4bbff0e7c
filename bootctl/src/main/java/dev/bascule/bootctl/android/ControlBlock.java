package dev.bascule.bootctl.android;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The 32 bytes of {@code struct bootloader_control}, little-endian. What is not ours is kept as it is.
 *
 * @param suffix the slot that the loader picked last, four characters
 * @param counts version, number of slots, recovery's tries and reserved bits: bytes 8 to 11
 * @param others the metadata of slots 2 and 3
 * @param reserved bytes 20 to 27
 */
record ControlBlock(int suffix, int counts, SlotMetadata a, SlotMetadata b, int others,
    long reserved)
    implements
      SlotChoice<ControlBlock> {
  static final int SIZE = 32;

  private static final int MAGIC = 0x42414342;
  private static final int VERSION = 1;
  private static final int SLOTS = 2;
  private static final int CHECKED = 28;
  private static final int FIRST = SlotMetadata.MAX_PRIORITY;
  private static final int SECOND = FIRST - 1;

  /** A new block in which one slot is confirmed and the other disabled. */
  static ControlBlock fresh(Slot good) {
    int suffix = good == Slot.A ? 'a' : 'b';
    var empty = SlotMetadata.decode((short) 0);
    return new ControlBlock(suffix, VERSION | SLOTS << 8, empty, empty, 0, 0).withGood(good);
  }

  static ControlBlock decode(byte[] bytes) throws MalformedControlBlockException {
    if (bytes.length != SIZE) {
      throw new MalformedControlBlockException(
          "expected " + SIZE + " bytes, found " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int suffix = buffer.getInt();
    int magic = buffer.getInt();
    if (magic != MAGIC) {
      throw new MalformedControlBlockException(
          "expected the magic number %08x, found %08x".formatted(MAGIC, magic));
    }
    int stored = buffer.getInt(CHECKED);
    if (stored != crc(bytes)) {
      throw new MalformedControlBlockException(
          "expected the checksum %08x, found %08x".formatted(crc(bytes), stored));
    }
    int counts = buffer.getInt();
    int version = counts & 0xff;
    int slots = (counts >>> 8) & 0x7;
    if (version > VERSION) {
      throw new MalformedControlBlockException(
          "expected version " + VERSION + ", found " + version);
    }
    if (slots != SLOTS) {
      throw new MalformedControlBlockException("expected " + SLOTS + " slots, found " + slots);
    }
    return new ControlBlock(suffix, counts, SlotMetadata.decode(buffer.getShort()),
        SlotMetadata.decode(buffer.getShort()), buffer.getInt(), buffer.getLong());
  }

  byte[] encode() {
    byte[] bytes = new byte[SIZE];
    var buffer = ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(suffix)
        .putInt(MAGIC)
        .putInt(counts)
        .putShort(a.encode())
        .putShort(b.encode())
        .putInt(others)
        .putLong(reserved);
    buffer.putInt(crc(bytes));
    return bytes;
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes, 0, CHECKED);
    return (int) crc.getValue();
  }

  SlotMetadata of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  private ControlBlock with(Slot slot, SlotMetadata metadata) {
    return switch (slot) {
      case A -> new ControlBlock(suffix, counts, metadata, b, others, reserved);
      case B -> new ControlBlock(suffix, counts, a, metadata, others, reserved);
    };
  }

  @Override
  public SlotState state(Slot slot) {
    var metadata = of(slot);
    var standing = Standing.BAD;
    if (metadata.bootable()) {
      standing = metadata.successful() ? Standing.GOOD : Standing.TRIAL;
    }
    return new SlotState(slot, standing, standing == Standing.TRIAL ? metadata.tries() : 0,
        metadata.toString());
  }

  /** The highest priority, then the confirmed one, then more tries, then the first: ab_compare_slots. */
  @Override
  public @Nullable Slot primary() {
    if (!a.bootable()) {
      return b.bootable() ? Slot.B : null;
    }
    return b.bootable() && rank(b) > rank(a) ? Slot.B : Slot.A;
  }

  private static int rank(SlotMetadata metadata) {
    return metadata.priority() << 4 | (metadata.successful() ? 8 : 0) | metadata.tries();
  }

  @Override
  public ControlBlock without(Slot slot) {
    return with(slot, of(slot).with(0, 0, false));
  }

  /** At most 7 tries, which three bits hold. */
  @Override
  public ControlBlock withTrial(Slot slot, int tries) {
    return with(slot, of(slot).with(FIRST, Math.min(tries, SlotMetadata.MAX_TRIES), false))
        .second(slot.other());
  }

  @Override
  public ControlBlock withGood(Slot slot) {
    var metadata = of(slot);
    if (metadata.priority() > 0) {
      return good(slot) ? this : with(slot, metadata.with(metadata.priority(), 1, true));
    }
    return with(slot, metadata.with(FIRST, 1, true)).second(slot.other());
  }

  @Override
  public ControlBlock withFirst(Slot slot) {
    return with(slot, of(slot).withPriority(FIRST)).second(slot.other());
  }

  /** Behind the first, but not raised from the dead: priority 0 stays. */
  private ControlBlock second(Slot slot) {
    var metadata = of(slot);
    return with(slot, metadata.withPriority(Math.min(metadata.priority(), SECOND)));
  }
}
