package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A volume in memory: a medium costs what it costs, and is not measured. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeldVolume(byte[] content) implements Volume {

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public OptionalInt sectorSize() {
    return OptionalInt.empty();
  }

  @Override
  public void read(long position, ByteBuffer buffer) {
    buffer.put(content, (int) position, buffer.remaining());
  }

  @Override
  public void write(long position, ByteBuffer buffer) {
    buffer.get(content, (int) position, buffer.remaining());
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
