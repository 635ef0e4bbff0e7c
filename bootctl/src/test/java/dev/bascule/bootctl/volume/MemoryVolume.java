package dev.bascule.bootctl.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A medium in memory. */
public final class MemoryVolume implements Volume {
  private final byte[] bytes;
  private final OptionalInt sectorSize;

  /** A file's, with no sectors of its own. */
  public MemoryVolume(byte[] bytes) {
    this(bytes, OptionalInt.empty());
  }

  /** A device's. */
  public MemoryVolume(byte[] bytes, OptionalInt sectorSize) {
    this.bytes = bytes;
    this.sectorSize = sectorSize;
  }

  /** The medium itself, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public OptionalInt sectorSize() {
    return sectorSize;
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    VolumeRange.check(this, position, buffer.remaining());
    buffer.put(bytes, (int) position, buffer.remaining());
  }

  @Override
  public void write(long position, ByteBuffer buffer) throws IOException {
    VolumeRange.check(this, position, buffer.remaining());
    buffer.get(bytes, (int) position, buffer.remaining());
  }

  @Override
  public void sync() {}

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
