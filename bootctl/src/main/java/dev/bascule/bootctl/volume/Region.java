package dev.bascule.bootctl.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A stretch of another volume, and that volume's owner. */
final class Region implements Volume {
  private final Volume whole;
  private final String name;
  private final long offset;
  private final long length;

  Region(Volume whole, String name, long offset, long length) throws IOException {
    VolumeRange.check(whole, offset, length);
    this.whole = whole;
    this.name = name;
    this.offset = offset;
    this.length = length;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public OptionalInt sectorSize() throws IOException {
    return whole.sectorSize();
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    VolumeRange.check(this, position, buffer.remaining());
    whole.read(offset + position, buffer);
  }

  @Override
  public void write(long position, ByteBuffer buffer) throws IOException {
    VolumeRange.check(this, position, buffer.remaining());
    whole.write(offset + position, buffer);
  }

  @Override
  public void sync() throws IOException {
    whole.sync();
  }

  @Override
  public void writeBehind(long position, long count) throws IOException {
    VolumeRange.check(this, position, count);
    whole.writeBehind(offset + position, count);
  }

  @Override
  public void dropCache(long position, long count) throws IOException {
    VolumeRange.check(this, position, count);
    whole.dropCache(offset + position, count);
  }

  @Override
  public boolean deallocate(long position, long count) throws IOException {
    VolumeRange.check(this, position, count);
    return whole.deallocate(offset + position, count);
  }

  @Override
  public void close() throws IOException {
    whole.close();
  }
}
