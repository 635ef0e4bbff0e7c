package dev.bascule.lab.cut;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/** A disk after a cut, to be read: bytes that were there, and writes over them. Nothing is copied. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record CutDisk(byte[] durable, List<Act.Write> writes) implements Volume {

  @Override
  public String name() {
    return "disk after a cut";
  }

  @Override
  public long size() {
    return durable.length;
  }

  @Override
  public OptionalInt sectorSize() {
    return OptionalInt.empty();
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    int length = buffer.remaining();
    if (position < 0 || position > durable.length - length) {
      throw new IOException(length + " bytes at " + position + " are not on the disk");
    }
    int start = buffer.position();
    buffer.put(durable, (int) position, length);
    for (Act.Write write : writes) {
      long from = Math.max(position, write.position());
      long end = Math.min(position + length, write.position() + write.bytes().remaining());
      if (from < end) {
        buffer.put(start + (int) (from - position), write.bytes(),
            (int) (from - write.position()), (int) (end - from));
      }
    }
  }

  @Override
  public void write(long position, ByteBuffer buffer) {
    throw refused();
  }

  @Override
  public void sync() {
    throw refused();
  }

  @Override
  public void writeBehind(long position, long length) {
    throw refused();
  }

  @Override
  public void dropCache(long position, long length) {
    throw refused();
  }

  @Override
  public boolean deallocate(long position, long length) {
    throw refused();
  }

  @Override
  public void close() {}

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("a disk after a cut is only looked at");
  }
}
