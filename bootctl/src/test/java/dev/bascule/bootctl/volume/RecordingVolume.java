package dev.bascule.bootctl.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A medium in memory that remembers every write, and which of them a sync made durable. */
public final class RecordingVolume implements Volume {
  private final MemoryVolume now;
  private final byte[] before;
  private final List<Event> events = new ArrayList<>();

  /** What was asked of the medium. */
  public sealed interface Event {

    /** Bytes at a position. */
    record Write(long position, ByteBuffer bytes) implements Event {}

    /** All earlier writes are on the medium. */
    record Sync() implements Event {}
  }

  public RecordingVolume(byte[] before) {
    this.before = before.clone();
    this.now = new MemoryVolume(before.clone());
  }

  /** The medium before the first write. */
  public byte[] before() {
    return before;
  }

  /** The medium as the program sees it now. */
  public byte[] now() {
    return now.bytes();
  }

  /** All writes and syncs, in order. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public long size() {
    return now.size();
  }

  @Override
  public OptionalInt sectorSize() {
    return OptionalInt.empty();
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    now.read(position, buffer);
  }

  @Override
  public void write(long position, ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    now.write(position, buffer);
    events.add(new Event.Write(position, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
  }

  @Override
  public void sync() {
    events.add(new Event.Sync());
  }

  @Override
  public void writeBehind(long position, long length) {}

  @Override
  public void dropCache(long position, long length) {}

  @Override
  public boolean deallocate(long position, long length) {
    return false;
  }

  @Override
  public void close() {}
}
