package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A partition table's content: what both copies on the disk should say. Change returns a new table. */
public final class GptTable {
  private final GptHeader header;
  private final byte[] entries;

  GptTable(GptHeader header, byte[] entries) {
    if (entries.length != header.entriesBytes()) {
      throw new IllegalArgumentException(
          "expected " + header.entriesBytes() + " bytes of entries, found " + entries.length);
    }
    this.header = header;
    this.entries = entries;
  }

  /** The disk's own GUID. */
  public Guid disk() {
    return header.disk();
  }

  /** The partitions in use, in the table's order. */
  public List<GptEntry> partitions() {
    return IntStream.rangeClosed(1, header.entryCount())
        .mapToObj(this::entry)
        .filter(GptEntry::used)
        .toList();
  }

  /** One entry, in use or not; numbers count from 1. */
  public GptEntry entry(int number) {
    return GptEntry.decode(number, slice(entries, number));
  }

  /**
   * The one partition of a label or GUID.
   *
   * @param where the disk's name, for the message
   * @throws BootException if there is none or more than one, or if its sectors cannot be right
   */
  public GptEntry find(VolumeSpec spec, String where) throws BootException {
    var found = partitions().stream()
        .filter(entry -> spec.names(entry.name(), entry.unique().value()))
        .toList();
    if (found.size() != 1) {
      throw new BootException(
          where + ": expected one partition " + spec + ", found " + found.size() + " among "
              + partitions().stream().map(GptEntry::name).toList(),
          "name the slot's partition in the configuration as the table does (sgdisk -p shows it)");
    }
    var entry = found.getFirst();
    if (entry.firstLba() < firstUsable() || entry.lastLba() < entry.firstLba()
        || entry.lastLba() > lastUsable()) {
      throw new BootException(
          where + ": partition " + spec + " has sectors " + entry.firstLba() + " to "
              + entry.lastLba() + ", expected them within " + firstUsable() + " to " + lastUsable(),
          "the table is damaged: compare it with another device's");
    }
    return entry;
  }

  /** The first sector that a partition may use. */
  public long firstUsable() {
    return header.firstUsable();
  }

  /** The last sector that a partition may use. */
  public long lastUsable() {
    return header.lastUsable();
  }

  /** The same table with other attributes for one partition; every other bit stays. */
  public GptTable withAttributes(int number, GptAttributes attributes) {
    return with(number, slice -> slice.order(ByteOrder.LITTLE_ENDIAN)
        .putLong(GptEntry.ATTRIBUTES, attributes.encode()));
  }

  GptTable withEntry(GptEntry entry) {
    return with(entry.number(), entry::encode);
  }

  private GptTable with(int number, Consumer<ByteBuffer> edit) {
    byte[] copy = entries.clone();
    edit.accept(slice(copy, number));
    return new GptTable(header, copy);
  }

  private ByteBuffer slice(byte[] array, int number) {
    if (number < 1 || number > header.entryCount()) {
      throw new IllegalArgumentException(
          "expected a partition number of 1 to " + header.entryCount() + ", found " + number);
    }
    return ByteBuffer.wrap(array).slice((number - 1) * header.entrySize(), header.entrySize());
  }

  long entriesSectors(int sectorSize) {
    return GptHeader.sectorsFor(entries.length, sectorSize);
  }

  GptHeader header() {
    return header;
  }

  byte[] entries() {
    return entries;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GptTable table && header.describesSameAs(table.header)
        && Arrays.equals(entries, table.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  @Override
  public String toString() {
    return "disk " + disk() + " " + partitions();
  }
}
